import { z } from 'zod';
import { FleetError } from '../../errors.js';
import { changeObject } from '../../kubernetes/change-object.js';
import { changeOutput } from '../../kubernetes/change-output.js';
import { renderChange } from '../../kubernetes/change-text.js';
import { nameField } from '../../kubernetes/fields.js';
import { describeTarget, findTarget, type ObjectTarget } from '../../kubernetes/object-target.js';
import { listAt, textAt, type PlainObject } from '../../kubernetes/object-values.js';
import { retryConflict } from '../../kubernetes/retry-conflict.js';
import { dryRunField } from '../../kubernetes/write-fields.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';

const ADD = /^([A-Za-z0-9][-\w./]{0,252})(?:=([-\w.]{0,63}))?:(NoSchedule|PreferNoSchedule|NoExecute)$/;
const REMOVE = /^([A-Za-z0-9][-\w./]{0,252})(?::(NoSchedule|PreferNoSchedule|NoExecute))?$/;

const taints = (pattern: RegExp, message: string) => z.array(z.string().regex(pattern, message)).max(50).optional();

export const nodesTaint = defineOperation({
  name: 'nodes_taint',
  title: 'Taint a node',
  description: 'Adds and removes taints of a node.',
  scope: 'cluster',
  // NoExecute throws pods off the node.
  effect: 'destructive',
  idempotent: true,
  input: deferred(() =>
    z.object({
      name: nameField().describe('Node'),
      add: taints(ADD, 'must look like key=value:NoSchedule').describe('key=value:NoSchedule|PreferNoSchedule|NoExecute'),
      remove: taints(REMOVE, 'must look like key or key:NoSchedule').describe('key or key:Effect'),
      overwrite: z.boolean().optional().describe('Replace another value of the same key and effect'),
      dry_run: dryRunField(),
    }),
  ),
  output: changeOutput,
  handler: async (context, { name, add = [], remove = [], overwrite = false, dry_run: dryRun }) => {
    if (add.length + remove.length === 0) throw invalid('name at least one taint in add or remove');
    const target = await findTarget(context.cluster, { apiVersion: 'v1', kind: 'Node', name }, context.signal);
    return await retryConflict(
      async () =>
        (await changeObject(context, target, (before) => taintPatch(before, target, { add, remove, overwrite }), { dryRun })).output,
    );
  },
  render: renderChange,
});

interface TaintChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly overwrite: boolean;
}

function taintPatch(
  before: PlainObject,
  target: ObjectTarget,
  { add, remove, overwrite }: TaintChange,
): { type: 'merge'; body: PlainObject } {
  const now = listAt(before, 'spec', 'taints');
  const gone = remove.map((text) => REMOVE.exec(text) ?? []);
  for (const [text = '', key, effect] of gone) {
    if (!now.some((taint) => matches(taint, key, effect))) throw invalid(`${describeTarget(target)} has no taint ${JSON.stringify(text)}`);
  }
  let kept = now.filter((taint) => !gone.some(([, key, effect]) => matches(taint, key, effect)));
  for (const text of add) {
    const [, key, value, effect] = ADD.exec(text) ?? [];
    const same = kept.find((taint) => matches(taint, key, effect));
    if (same !== undefined && !overwrite && (textAt(same, 'value') ?? '') !== (value ?? '')) {
      throw new FleetError('CONFLICT', `${describeTarget(target)} has ${key ?? ''}:${effect ?? ''} with another value. Nothing was done.`, {
        hint: 'Pass overwrite=true to replace it.',
      });
    }
    kept = [...kept.filter((taint) => taint !== same), { key, ...(value === undefined ? {} : { value }), effect }];
  }
  // The list is written whole: the write is refused if somebody changed the node since.
  const resourceVersion = textAt(before, 'metadata', 'resourceVersion');
  return { type: 'merge', body: { metadata: { resourceVersion }, spec: { taints: kept.length === 0 ? null : kept } } };
}

function matches(taint: unknown, key: string | undefined, effect: string | undefined): boolean {
  return textAt(taint, 'key') === key && (effect === undefined || textAt(taint, 'effect') === effect);
}

function invalid(why: string): FleetError {
  return new FleetError('INPUT_INVALID', `nodes_taint: ${why}. Nothing was done.`);
}
