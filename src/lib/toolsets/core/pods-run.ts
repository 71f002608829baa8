import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ClusterContext } from '../../context.js';
import { FleetError, toFleetError } from '../../errors.js';
import { createObject } from '../../kubernetes/create-object.js';
import { nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { describeTarget, findTarget, type ObjectTarget } from '../../kubernetes/object-target.js';
import { waitAfter } from '../../kubernetes/wait-after.js';
import { waitRequest } from '../../kubernetes/wait-request.js';
import { dryRunField, timeoutField, waitReadyField } from '../../kubernetes/write-fields.js';
import { defineOperation } from '../../operation.js';
import { runPod, runService, type RunRequest } from './run-objects.js';
import { deferred } from '../../platform/deferred.js';

const runOutput = deferred(() =>
  z.object({
    namespace: z.string().optional(),
    name: z.string(),
    created: z.array(z.string()),
    dry_run: z.boolean(),
    state: z.string().optional(),
  }),
);

export const podsRun = defineOperation({
  name: 'pods_run',
  title: 'Run a pod',
  description: 'Starts an image as a pod; with port, a service of the same name too. pods_delete removes both.',
  scope: 'cluster',
  effect: 'write',
  idempotent: false,
  long: true,
  input: deferred(() =>
    z.object({
      image: z
        .string()
        .max(500)
        .regex(/^[a-zA-Z0-9][^\s]*$/, 'must be an image such as nginx:1.27')
        .describe('nginx:1.27'),
      name: nameField().optional().describe('Default: a new one'),
      namespace: optionalNamespaceField(),
      port: z.int().min(1).max(65_535).optional().describe('Port of the container'),
      env: z
        .record(z.string().regex(/^[-._a-zA-Z][-._a-zA-Z0-9]*$/, 'must be the name of a variable'), z.string())
        .optional()
        .describe('Value by name'),
      command: z.array(z.string()).min(1).max(256).optional().describe('Instead of the program of the image'),
      dry_run: dryRunField(),
      wait_for: waitReadyField(),
      timeout: timeoutField(),
    }),
  ),
  output: runOutput,
  handler: async (context, { name = `run-${randomUUID().slice(0, 8)}`, namespace, dry_run: dryRun, wait_for, timeout, ...request }) => {
    const { cluster, signal } = context;
    const wait = waitRequest({ wait_for, timeout, dry_run: dryRun });
    const pod = await findTarget(cluster, { apiVersion: 'v1', kind: 'Pod', name, namespace }, signal);
    const created = await create(context, pod, request, dryRun === true);
    const waited = await waitAfter(context, pod, wait, `${created.join(' and ')} created`);
    return {
      ...(pod.namespace === undefined ? {} : { namespace: pod.namespace }),
      name,
      created,
      dry_run: dryRun === true,
      ...(waited === undefined ? {} : { state: waited.state }),
    };
  },
  render: ({ cluster = '', created, dry_run: dryRun, state }: z.output<typeof runOutput> & { readonly cluster?: string }) => {
    const verb = dryRun ? 'would be created (dry run, nothing was done)' : 'created';
    return `${cluster}: ${created.join(' and ')} ${verb}${state === undefined ? '' : `\nstate: ${state}`}`;
  },
});

/** The service is tried first: a port or a name that cannot be is found out before the pod runs. */
async function create({ cluster, signal }: ClusterContext, pod: ObjectTarget, request: RunRequest, dryRun: boolean): Promise<string[]> {
  const { name, namespace } = pod;
  if (request.port === undefined) {
    await createObject(cluster, pod, runPod(name, request), { dryRun, signal });
    return [describeTarget(pod)];
  }
  const service = await findTarget(cluster, { apiVersion: 'v1', kind: 'Service', name, namespace }, signal);
  const front = runService(name, request.port);
  await createObject(cluster, service, front, { dryRun: true, signal });
  await createObject(cluster, pod, runPod(name, request), { dryRun, signal });
  if (!dryRun) {
    await createObject(cluster, service, front, { signal }).catch((thrown: unknown) => {
      throw podAlone(thrown, pod);
    });
  }
  return [describeTarget(pod), describeTarget(service)];
}

function podAlone(thrown: unknown, pod: ObjectTarget): FleetError {
  const { code, message, hint, details, cluster } = toFleetError(thrown);
  return new FleetError(code, `${describeTarget(pod)} is created, but its service is not: ${message}`, {
    cluster,
    cause: thrown,
    hint,
    details: { ...details, created: [describeTarget(pod)] },
  });
}
