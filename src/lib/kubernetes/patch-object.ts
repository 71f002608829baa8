import type { ClusterSession } from '../context.js';
import { applyObject, objectOf } from './apply-object.js';
import type { ObjectPatch, SentPatch } from './object-patch.js';
import type { ObjectTarget } from './object-target.js';
import type { PlainObject } from './object-values.js';
import { explainPatchError, refuseIgnoredFields } from './patch-error.js';
import { hasStrictValidation } from './server-version.js';
import { writeQuery, type WriteOptions } from './write-request.js';

export interface PatchOptions extends WriteOptions {
  /** `status`, `scale`; absent: the object itself. */
  readonly subresource?: string | undefined;
}

const CONTENT_TYPES = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
} as const;

/**
 * Patches one object. Fields that the kind does not have are refused before anything changes, also by servers older than 1.25, which
 * would drop them without a word.
 * @returns the object as stored, or as it would be; of a subresource, what that answers with
 * @throws FleetError INVALID_OBJECT, INPUT_INVALID, CONFLICT, NOT_FOUND and what requests throw
 */
export async function patchObject(
  session: ClusterSession,
  target: ObjectTarget,
  patch: ObjectPatch,
  options: PatchOptions,
): Promise<PlainObject> {
  if (patch.type === 'apply') return (await applyObject(session, target, patch.body, options)).object;
  try {
    if (await hasStrictValidation(session, options.signal)) return await send(session, target, patch, options);
    const preview = await send(session, target, patch, { ...options, dryRun: true });
    refuseIgnoredFields(patch, preview, target, session.cluster.name);
    return options.dryRun === true ? preview : await send(session, target, patch, options);
  } catch (thrown) {
    throw explainPatchError(thrown, patch, target);
  }
}

async function send(session: ClusterSession, target: ObjectTarget, patch: SentPatch, options: PatchOptions): Promise<PlainObject> {
  const { kind, name, namespace } = target;
  const { path } = await session.locate(kind, { name, namespace, subresource: options.subresource, signal: options.signal });
  const response = await session.request({
    method: 'PATCH',
    path,
    contentType: CONTENT_TYPES[patch.type],
    query: writeQuery(options),
    body: patch.type === 'json' ? patch.steps : patch.body,
    signal: options.signal,
  });
  return objectOf(response.json(), session.cluster.name);
}
