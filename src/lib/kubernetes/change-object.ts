import type { ClusterContext, ClusterSession } from '../context.js';
import { FleetError } from '../errors.js';
import { objectOf } from './apply-object.js';
import type { ChangeOutput } from './change-output.js';
import { changedPaths } from './changed-paths.js';
import { diffObjects } from './object-diff.js';
import type { ObjectPatch } from './object-patch.js';
import { describeTarget, targetFields, type ObjectTarget } from './object-target.js';
import { recordAt, textAt, type PlainObject } from './object-values.js';
import { patchObject } from './patch-object.js';

export interface ChangeOptions {
  readonly dryRun?: boolean | undefined;
  /** Show before and after. */
  readonly diff?: boolean | undefined;
  readonly force?: boolean | undefined;
  readonly subresource?: string | undefined;
  /** The version that the change is meant for; another one is a CONFLICT. */
  readonly resourceVersion?: string | undefined;
}

/** What was changed, and the object before and after. */
export interface Change {
  readonly before: PlainObject;
  readonly after: PlainObject;
  readonly output: ChangeOutput;
}

/**
 * Reads an object, patches it and says what differs. `patch` may depend on what was read.
 * @throws FleetError NOT_FOUND, CONFLICT, and what {@link patchObject} throws
 */
export async function changeObject(
  { cluster: session, signal }: Pick<ClusterContext, 'cluster' | 'signal'>,
  target: ObjectTarget,
  patch: ObjectPatch | ((before: PlainObject) => ObjectPatch),
  options: ChangeOptions,
): Promise<Change> {
  const { dryRun, force, subresource, resourceVersion } = options;
  const before = await readPart(session, target, subresource, signal);
  const found = textAt(before, 'metadata', 'resourceVersion');
  if (resourceVersion !== undefined && resourceVersion !== found) throw movedOn(session, target, resourceVersion, found);
  const wanted = typeof patch === 'function' ? patch(before) : patch;
  const bound = resourceVersion === undefined ? wanted : bindToVersion(wanted, resourceVersion);
  const after = await patchObject(session, target, bound, { dryRun, force, subresource, signal });
  const compared = { status: subresource === 'status' };
  const changes = changedPaths(before, after, compared);
  const difference = options.diff === true ? await diffObjects(before, after, compared) : undefined;
  return {
    before,
    after,
    output: {
      ...targetFields(target),
      changed: changes.length > 0,
      dry_run: dryRun === true,
      changes,
      ...(difference === undefined ? {} : { diff: difference }),
    },
  };
}

/** The object, or a subresource that is another kind of object (`scale`). */
async function readPart(
  session: ClusterSession,
  { kind, name, namespace }: ObjectTarget,
  subresource: string | undefined,
  signal: AbortSignal,
): Promise<PlainObject> {
  if (subresource === undefined) return await session.get(kind, name, { namespace, signal });
  const { path } = await session.locate(kind, { name, namespace, subresource, signal });
  return objectOf((await session.request({ path, signal })).json(), session.cluster.name);
}

/** The server compares the version again when it writes: between our look and the write, someone else may write. */
function bindToVersion(patch: ObjectPatch, resourceVersion: string): ObjectPatch {
  if (patch.type === 'json') {
    return { type: 'json', steps: [{ op: 'test', path: '/metadata/resourceVersion', value: resourceVersion }, ...patch.steps] };
  }
  return { ...patch, body: { ...patch.body, metadata: { ...recordAt(patch.body, 'metadata'), resourceVersion } } };
}

function movedOn(session: ClusterSession, target: ObjectTarget, wanted: string, found: string | undefined): FleetError {
  return new FleetError(
    'CONFLICT',
    `${describeTarget(target)} is at resourceVersion ${found ?? 'unknown'}, not ${wanted}. Nothing was done.`,
    { cluster: session.cluster.name, details: { resourceVersion: found } },
  );
}
