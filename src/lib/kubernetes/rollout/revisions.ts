import type { ClusterSession } from '../../context.js';
import { FleetError } from '../../errors.js';
import { describeTarget, type ObjectTarget } from '../object-target.js';
import { listAt, numberAt, recordAt, textAt, valueAt, type PlainObject } from '../object-values.js';

/** One earlier or present state of a workload's pods. */
export interface Revision {
  readonly revision: number;
  /** ISO 8601. */
  readonly created: string;
  /** The annotation `kubernetes.io/change-cause`. */
  readonly cause?: string | undefined;
  /** The pod template, without what controllers add to it. */
  readonly template: PlainObject;
  /** The object that keeps it: a ReplicaSet or a ControllerRevision. */
  readonly keptBy: PlainObject;
}

const REVISION = 'deployment.kubernetes.io/revision';
const CAUSE = 'kubernetes.io/change-cause';
/** The controller tells its ReplicaSets apart by it; it belongs to none of the templates. */
const HASH = 'pod-template-hash';

/**
 * The kept states of a workload, the newest first: ReplicaSets of a Deployment, ControllerRevisions of the other kinds.
 * @throws FleetError what listing throws
 */
export async function readRevisions(
  session: ClusterSession,
  workload: PlainObject,
  target: ObjectTarget,
  signal: AbortSignal,
): Promise<Revision[]> {
  const kind = target.kind.kind === 'Deployment' ? 'ReplicaSet' : 'ControllerRevision';
  const { path } = await session.locate({ apiVersion: 'apps/v1', kind }, { namespace: target.namespace, signal });
  const labels = Object.entries(recordAt(workload, 'spec', 'selector', 'matchLabels')).map(([key, value]) => `${key}=${String(value)}`);
  const query = { limit: 500, labelSelector: labels.length === 0 ? undefined : labels.join(',') };
  const list = (await session.request({ path, query, signal })).json();
  const uid = textAt(workload, 'metadata', 'uid');
  const own = listAt(list, 'items').filter((item) =>
    listAt(item, 'metadata', 'ownerReferences').some((owner) => textAt(owner, 'uid') === uid),
  );
  const read = kind === 'ReplicaSet' ? revisionOfReplicaSet : revisionOfControllerRevision;
  return own.flatMap((item) => read(item) ?? []).sort((left, right) => right.revision - left.revision);
}

/** @throws FleetError NOT_FOUND with the revisions that there are */
export function findRevision(revisions: readonly Revision[], wanted: number, target: ObjectTarget): Revision {
  const found = revisions.find(({ revision }) => revision === wanted);
  if (found !== undefined) return found;
  const known = revisions.map(({ revision }) => revision);
  throw new FleetError(
    'NOT_FOUND',
    `${describeTarget(target)} keeps no revision ${String(wanted)}; there are: ${known.join(', ') || 'none'}.`,
    {
      hint: 'rollout_history lists the kept revisions; spec.revisionHistoryLimit says how many are kept.',
      details: { revisions: known },
    },
  );
}

function revisionOfReplicaSet(replicaSet: unknown): Revision | undefined {
  const revision = Number(textAt(replicaSet, 'metadata', 'annotations', REVISION));
  if (!Number.isInteger(revision)) return undefined;
  const template = recordAt(replicaSet, 'spec', 'template');
  const { [HASH]: _hash, ...labels } = recordAt(template, 'metadata', 'labels');
  return {
    ...common(replicaSet),
    revision,
    template: { ...template, metadata: { ...recordAt(template, 'metadata'), labels } },
  };
}

function revisionOfControllerRevision(item: unknown): Revision | undefined {
  const revision = numberAt(item, 'revision');
  if (revision === undefined) return undefined;
  const { $patch: _patch, ...template } = recordAt(item, 'data', 'spec', 'template');
  return { ...common(item), revision, template };
}

function common(item: unknown): Pick<Revision, 'created' | 'cause' | 'keptBy'> {
  const cause = textAt(item, 'metadata', 'annotations', CAUSE);
  return {
    created: textAt(item, 'metadata', 'creationTimestamp') ?? '',
    ...(cause === undefined ? {} : { cause }),
    keptBy: recordAt({ item }, 'item'),
  };
}

/** The images of a pod template, in the order of its containers. */
export function imagesOf(template: PlainObject): string[] {
  return listAt(template, 'spec', 'containers').flatMap((container) => textAt(container, 'image') ?? []);
}

/** Whether a controller was told to stand still. */
export function isPaused(workload: PlainObject): boolean {
  return valueAt(workload, 'spec', 'paused') === true;
}

/** @throws FleetError CONFLICT: a change of a paused workload would show no effect, and read as if it had one */
export function refusePaused(workload: PlainObject, target: ObjectTarget): void {
  if (!isPaused(workload)) return;
  throw new FleetError('CONFLICT', `${describeTarget(target)} is paused: nothing would roll out. Nothing was done.`, {
    hint: 'Call rollout_resume first.',
  });
}
