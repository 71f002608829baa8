import type { ClusterContext } from '../../context.js';
import { FleetError } from '../../errors.js';
import { changeObject } from '../../kubernetes/change-object.js';
import type { ChangeOutput } from '../../kubernetes/change-output.js';
import { describeTarget, findTarget, type ObjectName, type ObjectTarget } from '../../kubernetes/object-target.js';
import { recordAt, textAt, type PlainObject } from '../../kubernetes/object-values.js';
import { retryConflict } from '../../kubernetes/retry-conflict.js';

/** Which keys of the labels or the annotations to change. */
export interface MetadataChange {
  readonly part: 'labels' | 'annotations';
  readonly set?: Readonly<Record<string, string>> | undefined;
  readonly remove?: readonly string[] | undefined;
  /** Replace other values. */
  readonly overwrite?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly diff?: boolean | undefined;
}

/**
 * Sets and removes labels or annotations. A key that has another value is left alone unless `overwrite` says otherwise.
 * @throws FleetError INPUT_INVALID for a change of nothing, CONFLICT for keys that have other values
 */
export async function changeMetadata(context: ClusterContext, wanted: ObjectName, change: MetadataChange): Promise<ChangeOutput> {
  const { set = {}, remove = [], dryRun, diff } = change;
  checkChange(set, remove);
  const target = await findTarget(context.cluster, wanted, context.signal);
  return await retryConflict(async () => {
    const patch = (before: PlainObject) => ({ type: 'merge', body: patchOf(before, target, change) }) as const;
    return (await changeObject(context, target, patch, { dryRun, diff })).output;
  });
}

function checkChange(set: Readonly<Record<string, string>>, remove: readonly string[]): void {
  const both = remove.find((key) => Object.hasOwn(set, key));
  if (both !== undefined) throw invalid(`${JSON.stringify(both)} cannot be set and removed at once`);
  if (Object.keys(set).length + remove.length === 0) throw invalid('name at least one key in set or remove');
}

function patchOf(before: PlainObject, target: ObjectTarget, { part, set = {}, remove = [], overwrite }: MetadataChange): PlainObject {
  const now = recordAt(before, 'metadata', part);
  const taken = Object.entries(set).filter(([key, value]) => Object.hasOwn(now, key) && now[key] !== value);
  if (overwrite !== true && taken.length > 0) {
    const keys = taken.map(([key]) => JSON.stringify(key)).join(', ');
    throw new FleetError('CONFLICT', `${describeTarget(target)} has other values for ${keys}. Nothing was done.`, {
      hint: 'Pass overwrite=true to replace them.',
      details: { keys: taken.map(([key]) => key) },
    });
  }
  const entries = [...Object.entries(set), ...remove.map((key) => [key, null] as const)];
  // What was just read decides: the write is refused if it is no longer true.
  return { metadata: { resourceVersion: textAt(before, 'metadata', 'resourceVersion'), [part]: Object.fromEntries(entries) } };
}

function invalid(why: string): FleetError {
  return new FleetError('INPUT_INVALID', `${why}. Nothing was done.`, { details: { parameter: 'set' } });
}
