import type { ClusterContext } from '../../context.js';
import { changeObject } from '../../kubernetes/change-object.js';
import type { ChangeOutput } from '../../kubernetes/change-output.js';
import type { ObjectPatch } from '../../kubernetes/object-patch.js';
import { describeTarget, type ObjectTarget } from '../../kubernetes/object-target.js';
import { textAt, type PlainObject } from '../../kubernetes/object-values.js';
import { waitAfter } from '../../kubernetes/wait-after.js';
import { waitRequest } from '../../kubernetes/wait-request.js';

export interface RolloutChangeInput {
  readonly dry_run?: boolean | undefined;
  readonly diff?: boolean | undefined;
  readonly wait_for?: 'ready' | undefined;
  readonly timeout?: string | undefined;
}

/**
 * Patches a workload and, where asked to, waits until its pods are ready.
 * @param done for the message when the wait fails: `restarted`
 */
export async function changeWorkload(
  context: ClusterContext,
  target: ObjectTarget,
  patch: ObjectPatch | ((before: PlainObject) => ObjectPatch),
  { done, ...input }: RolloutChangeInput & { readonly done: string },
): Promise<ChangeOutput> {
  const wait = waitRequest(input);
  const { after, output } = await changeObject(context, target, patch, { dryRun: input.dry_run, diff: input.diff });
  const waited = await waitAfter(context, target, wait, `${describeTarget(target)} is ${done}`, textAt(after, 'metadata', 'uid'));
  return waited === undefined ? output : { ...output, state: waited.state };
}
