import { z } from 'zod';
import { FleetError } from '../../errors.js';
import { apiVersionField, kindField, nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { describeTarget, findTarget, targetFields } from '../../kubernetes/object-target.js';
import { scaleObject } from '../../kubernetes/scale-object.js';
import { waitAfter } from '../../kubernetes/wait-after.js';
import { waitRequest } from '../../kubernetes/wait-request.js';
import { dryRunField, timeoutField, waitReadyField } from '../../kubernetes/write-fields.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';

const scaleOutput = deferred(() =>
  z.object({
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
    desired: z.int(),
    desired_before: z.int().optional().describe('Absent when only read'),
    current: z.int(),
    dry_run: z.boolean(),
    state: z.string().optional(),
  }),
);

export const resourcesScale = defineOperation({
  name: 'resources_scale',
  title: 'Scale a resource',
  description: 'Reads or sets the number of pods of a Deployment, a StatefulSet or any kind with a scale.',
  scope: 'cluster',
  effect: 'write',
  idempotent: true,
  long: true,
  input: deferred(() =>
    z.object({
      apiVersion: apiVersionField(),
      kind: kindField(),
      name: nameField(),
      namespace: optionalNamespaceField(),
      scale: z.int().min(0).max(100_000).optional().describe('Pods wanted; absent: only read'),
      dry_run: dryRunField(),
      wait_for: waitReadyField(),
      timeout: timeoutField(),
    }),
  ),
  output: scaleOutput,
  handler: async (context, { apiVersion, kind, name, namespace, scale, dry_run: dryRun, ...waiting }) => {
    const { cluster, signal } = context;
    const wait = waitRequest({ ...waiting, dry_run: dryRun });
    if (scale === undefined && dryRun !== undefined) throw onlyRead();
    const target = await findTarget(cluster, { apiVersion, kind, name, namespace }, signal);
    const before = await scaleObject(cluster, target, { signal });
    const after = scale === undefined ? before : await scaleObject(cluster, target, { replicas: scale, dryRun, signal });
    const waited = await waitAfter(context, target, wait, `${describeTarget(target)} wants ${String(after.desired)} pods`);
    const { current } = waited === undefined ? after : await scaleObject(cluster, target, { signal });
    return {
      ...targetFields(target),
      desired: after.desired,
      ...(scale === undefined ? {} : { desired_before: before.desired }),
      current,
      dry_run: dryRun === true,
      ...(waited === undefined ? {} : { state: waited.state }),
    };
  },
  render: (output: z.output<typeof scaleOutput> & { readonly cluster?: string }) => {
    const { cluster = '', kind, namespace, name, desired, desired_before: before, current, dry_run: dryRun, state } = output;
    const object = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
    const change =
      before === undefined ? `wants ${String(desired)}` : `${dryRun ? 'would go' : 'goes'} from ${String(before)} to ${String(desired)}`;
    const note = dryRun ? ' (dry run, nothing was done)' : '';
    return `${cluster}: ${object} ${change} pods, ${String(current)} there now${note}${state === undefined ? '' : `\nstate: ${state}`}`;
  },
});

function onlyRead(): FleetError {
  return new FleetError('INPUT_INVALID', 'dry_run needs a scale to try. Nothing was done.', { details: { parameter: 'scale' } });
}
