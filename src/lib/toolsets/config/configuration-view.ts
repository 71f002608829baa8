import { dump } from 'js-yaml';
import { z } from 'zod';
import type { FleetContext } from '../../context.js';
import { toFleetError } from '../../errors.js';
import { defineOperation } from '../../operation.js';
import { describeConnection } from './describe-connection.js';
import { deferred } from '../../platform/deferred.js';

const clusterView = deferred(() =>
  z.object({
    name: z.string(),
    server: z.string().optional(),
    namespace: z.string().optional(),
    tls_server_name: z.string().optional(),
    proxy: z.string().optional(),
    certificate_authority: z.boolean().optional(),
    insecure_skip_tls_verify: z.boolean().optional(),
    authentication: z.array(z.string()).optional().describe('Kinds of credential; values are never shown'),
    path: z.string().optional(),
    error: z.string().optional(),
  }),
);

export const configurationView = defineOperation({
  name: 'configuration_view',
  title: 'View the configuration',
  description: 'How clusters are reached: server, namespace, kind of credential. Credential values are never shown.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      minified: z.boolean().optional().describe('Default true: only the given or active cluster'),
      cluster: z.string().min(1).optional().describe('Name or alias; default: the active one'),
    }),
  ),
  output: deferred(() => z.object({ clusters: z.array(clusterView) })),
  handler: async (context, { minified, cluster }) => {
    const names = minified === false ? await everyName(context) : [await oneName(context, cluster)];
    return { clusters: await Promise.all(names.map((name) => view(context, name))) };
  },
  render: (output) => dump(output, { lineWidth: -1, noRefs: true }).trimEnd(),
});

async function everyName(context: FleetContext): Promise<string[]> {
  return (await context.clusters.select('*', { caller: context.caller.id })).clusters.map(({ name }) => name);
}

async function oneName(context: FleetContext, requested: string | undefined): Promise<string> {
  return (await context.clusters.resolveTarget({ requested, caller: context.caller.id, effect: 'read' })).name;
}

async function view(context: FleetContext, name: string): Promise<z.input<typeof clusterView>> {
  const descriptor = await context.clusters.resolve(name);
  const path = descriptor.kubeconfigPath === undefined ? {} : { path: descriptor.kubeconfigPath };
  try {
    return { name, ...describeConnection(await descriptor.connect(context.signal)), ...path };
  } catch (thrown) {
    const error = toFleetError(thrown, name);
    return { name, ...path, error: `${error.code}: ${error.message}` };
  }
}
