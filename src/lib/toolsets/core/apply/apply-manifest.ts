import { isDeepStrictEqual } from 'node:util';
import type { ClusterSession } from '../../../context.js';
import { FleetError } from '../../../errors.js';
import { applyObject } from '../../../kubernetes/apply-object.js';
import type { Manifest } from '../../../kubernetes/check-manifest.js';
import { diffObjects } from '../../../kubernetes/object-diff.js';
import { readObject, targetFields, type ObjectTarget } from '../../../kubernetes/object-target.js';
import { listAt, recordAt, textAt, valueAt, type PlainObject } from '../../../kubernetes/object-values.js';
import { settledObject } from '../../../kubernetes/settled-object.js';
import { hasOwnStatus } from '../../../kubernetes/status-subresource.js';
import { FIELD_MANAGER, type WriteOptions } from '../../../kubernetes/write-request.js';
import type { ApplyResult } from './apply-result.js';

/** Applies one object and says what that did. @throws FleetError what applying throws */
export async function applyManifest(
  session: ClusterSession,
  manifest: Manifest,
  target: ObjectTarget,
  options: WriteOptions & { readonly diff?: boolean | undefined },
): Promise<ApplyResult> {
  const before = await readIfAllowed(session, target, options.signal);
  const { object: after, created } = await applyObject(session, target, manifest.object, options);
  const unchanged = before !== undefined && isSame(before, after);
  const ignored = Object.keys(recordAt(manifest.object, 'status')).length > 0 && hasOwnStatus(target.kind) ? ['status'] : [];
  return {
    document: manifest.document,
    ...targetFields(target),
    status: created ? 'created' : unchanged ? 'unchanged' : 'configured',
    ...(ignored.length === 0 ? {} : { ignored }),
    ...(options.diff === true ? { diff: await difference(before, after, created) } : {}),
  };
}

/** Who may write may not always read: then the answer says less, and the write is done all the same. */
async function readIfAllowed(session: ClusterSession, target: ObjectTarget, signal: AbortSignal): Promise<PlainObject | undefined> {
  try {
    return await readObject(session, target, signal);
  } catch (thrown) {
    if (FleetError.isInstance(thrown) && thrown.code === 'FORBIDDEN') return undefined;
    throw thrown;
  }
}

async function difference(before: PlainObject | undefined, after: PlainObject, created: boolean): Promise<string> {
  if (before === undefined && !created) return '(the object may be written but not read)';
  return await diffObjects(created ? undefined : before, after);
}

/** Nothing that a person sets differs, and nothing more is ours. */
function isSame(before: PlainObject, after: PlainObject): boolean {
  return isDeepStrictEqual(settledObject(before), settledObject(after)) && isDeepStrictEqual(ownedFields(before), ownedFields(after));
}

function ownedFields(object: PlainObject): unknown {
  const own = listAt(object, 'metadata', 'managedFields').find(
    (entry) =>
      textAt(entry, 'manager') === FIELD_MANAGER && textAt(entry, 'operation') === 'Apply' && textAt(entry, 'subresource') === undefined,
  );
  return valueAt(own, 'fieldsV1');
}
