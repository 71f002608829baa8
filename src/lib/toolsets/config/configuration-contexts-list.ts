import { z } from 'zod';
import { defineOperation } from '../../operation.js';
import { pageFields, pageOf } from '../../platform/page.js';
import { textTable } from '../../platform/text-table.js';
import { deferred } from '../../platform/deferred.js';

export const configurationContextsList = defineOperation({
  name: 'configuration_contexts_list',
  title: 'List kubeconfig contexts',
  description: 'The clusters with the kubeconfig context and file each comes from.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({ ...pageFields })),
  output: deferred(() =>
    z.object({
      contexts: z.array(
        z.object({
          cluster: z.string(),
          context: z.string().optional(),
          source: z.string(),
          path: z.string().optional(),
          is_active: z.boolean(),
        }),
      ),
      continue: z.string().optional(),
    }),
  ),
  handler: async ({ clusters, caller }, input) => {
    const active = clusters.active(caller.id);
    const { clusters: all } = await clusters.select('*', { caller: caller.id });
    const page = pageOf(all, input);
    return {
      contexts: page.items.map(({ name, origin }) => ({
        cluster: name,
        ...(origin.context === undefined ? {} : { context: origin.context }),
        source: origin.source,
        ...(origin.path === undefined ? {} : { path: origin.path }),
        is_active: name === active,
      })),
      ...(page.continue === undefined ? {} : { continue: page.continue }),
    };
  },
  render: (output) => {
    if (output.contexts.length === 0) return 'No kubeconfig context is known.';
    const rows = output.contexts.map((context) => [
      `${context.cluster}${context.is_active ? ' *' : ''}`,
      context.context,
      context.path ?? context.source,
    ]);
    const more = output.continue === undefined ? '' : `\n… more. Next: same call with continue=${output.continue}`;
    return `${textTable(['cluster', 'context', 'file'], rows)}${more}`;
  },
});
