import type { ClusterSession } from '../context.js';
import { finalizersOf } from './judge-goal.js';
import type { ObjectTarget } from './object-target.js';
import { numberAt, textAt, valueAt, type PlainObject } from './object-values.js';

/** What happens to the objects that an object owns. */
export type Propagation = 'background' | 'foreground' | 'orphan';

export interface DeleteOptions {
  /** Absent: what the object says; 0 = at once. */
  readonly gracePeriodSeconds?: number | undefined;
  /** Absent: what is usual for the kind. */
  readonly propagation?: Propagation | undefined;
  /** Only this very object, not another of its name. */
  readonly uid?: string | undefined;
  /** Only in this state. */
  readonly resourceVersion?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly signal: AbortSignal;
}

/** What a delete did. */
export interface Deleted {
  /** `deleting`: marked, and gone when its grace period and its finalizers are over. */
  readonly status: 'deleted' | 'deleting';
  readonly uid?: string | undefined;
  readonly finalizers: readonly string[];
  /** Seconds that its containers get to end. */
  readonly graceSeconds?: number | undefined;
  /** The object as it was last, where the server sends it. */
  readonly object?: PlainObject | undefined;
}

const POLICIES: Readonly<Record<Propagation, string>> = { background: 'Background', foreground: 'Foreground', orphan: 'Orphan' };

/**
 * Deletes one object, or marks it for deletion.
 * @throws FleetError NOT_FOUND, CONFLICT when a precondition does not hold, and what requests throw
 */
export async function deleteObject(session: ClusterSession, { path }: ObjectTarget, options: DeleteOptions): Promise<Deleted> {
  const { gracePeriodSeconds, propagation, uid, resourceVersion, dryRun, signal } = options;
  const body = {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    gracePeriodSeconds,
    propagationPolicy: propagation === undefined ? undefined : POLICIES[propagation],
    ...(uid === undefined && resourceVersion === undefined ? {} : { preconditions: { uid, resourceVersion } }),
    // Here and nowhere else: a server that gets a body ignores dryRun in the query and deletes.
    ...(dryRun === true ? { dryRun: ['All'] } : {}),
  };
  const answer = (await session.request({ method: 'DELETE', path, body, signal })).json();
  if (textAt(answer, 'kind') === 'Status' && textAt(answer, 'apiVersion') === 'v1') {
    return { status: 'deleted', uid: textAt(answer, 'details', 'uid'), finalizers: [] };
  }
  return readDeleted(answer);
}

/** Servers send the object where something is still to be done, and for some kinds also when it is gone. */
function readDeleted(answer: unknown): Deleted {
  const object = typeof answer === 'object' && answer !== null ? (answer as PlainObject) : {}; // members are read with checks only
  const finalizers = finalizersOf(object);
  const graceSeconds = numberAt(object, 'metadata', 'deletionGracePeriodSeconds');
  const waits = finalizers.length > 0 || (graceSeconds ?? 0) > 0;
  const marked = valueAt(object, 'metadata', 'deletionTimestamp') !== undefined;
  return { status: marked && waits ? 'deleting' : 'deleted', uid: textAt(object, 'metadata', 'uid'), finalizers, graceSeconds, object };
}
