import { describeCondition, findCondition } from './conditions.js';
import { numberAt, textAt, valueAt, type PlainObject } from './object-values.js';
import type { Verdict } from './verdict.js';

/** Readiness of the kinds that run pods; undefined for every other kind. */
export function workloadReadiness(object: PlainObject): Verdict | undefined {
  const judge = JUDGES[`${groupOf(object)}/${textAt(object, 'kind') ?? ''}`];
  return judge?.(object);
}

const JUDGES: Readonly<Record<string, (object: PlainObject) => Verdict>> = {
  'apps/Deployment': deployment,
  'apps/StatefulSet': statefulSet,
  'apps/DaemonSet': daemonSet,
  'apps/ReplicaSet': replicas,
  '/ReplicationController': replicas,
  'batch/Job': job,
};

function groupOf(object: PlainObject): string {
  const [group = '', version] = (textAt(object, 'apiVersion') ?? '').split('/');
  return version === undefined ? '' : group;
}

function deployment(object: PlainObject): Verdict {
  const progressing = findCondition(object, 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded') return { ready: false, failed: true, state: describeCondition(progressing) };
  if (numberAt(object, 'status', 'observedGeneration') === undefined) return unseen();
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1;
  const { updated, total, available } = counts(object, { updated: 'updatedReplicas', total: 'replicas', available: 'availableReplicas' });
  if (updated < wanted) return waiting(`${updated} of ${wanted} pods updated`);
  if (total > updated) return waiting(`${total - updated} old pods still to end`);
  if (available < wanted) return waiting(`${available} of ${wanted} pods available`);
  return { ready: true, state: `${available} of ${wanted} pods available` };
}

function statefulSet(object: PlainObject): Verdict {
  if (numberAt(object, 'status', 'observedGeneration') === undefined) return unseen();
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1;
  const { ready, updated } = counts(object, { ready: 'readyReplicas', updated: 'updatedReplicas' });
  if (ready < wanted) return waiting(`${ready} of ${wanted} pods ready`);
  // Pods below the partition keep the old revision on purpose; with OnDelete, all of them until someone deletes them.
  const strategy = textAt(object, 'spec', 'updateStrategy', 'type');
  const partition = numberAt(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0;
  const toUpdate = strategy === 'OnDelete' ? 0 : Math.max(0, wanted - partition);
  const settled = textAt(object, 'status', 'updateRevision') === textAt(object, 'status', 'currentRevision');
  if (!settled && updated < toUpdate) return waiting(`${updated} of ${toUpdate} pods updated`);
  return { ready: true, state: `${ready} of ${wanted} pods ready` };
}

function daemonSet(object: PlainObject): Verdict {
  if (numberAt(object, 'status', 'observedGeneration') === undefined) return unseen();
  const { wanted, updated, available } = counts(object, {
    wanted: 'desiredNumberScheduled',
    updated: 'updatedNumberScheduled',
    available: 'numberAvailable',
  });
  if (textAt(object, 'spec', 'updateStrategy', 'type') !== 'OnDelete' && updated < wanted) {
    return waiting(`${updated} of ${wanted} pods updated`);
  }
  return { ready: available >= wanted, state: `${available} of ${wanted} pods available` };
}

function replicas(object: PlainObject): Verdict {
  if (numberAt(object, 'status', 'observedGeneration') === undefined) return unseen();
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1;
  const { available, total } = counts(object, { available: 'availableReplicas', total: 'replicas' });
  return { ready: available >= wanted && total === wanted, state: `${available} of ${wanted} pods available` };
}

function job(object: PlainObject): Verdict {
  const failed = findCondition(object, 'Failed');
  if (failed?.status === 'True') return { ready: false, failed: true, state: describeCondition(failed) };
  if (findCondition(object, 'Complete')?.status === 'True') return { ready: true, state: 'it has completed' };
  if (valueAt(object, 'spec', 'suspend') === true) return waiting('it is suspended');
  const { succeeded, active } = counts(object, { succeeded: 'succeeded', active: 'active' });
  return waiting(`${succeeded} of ${numberAt(object, 'spec', 'completions') ?? 1} completions, ${active} pods active`);
}

function counts<Name extends string>(object: PlainObject, names: Readonly<Record<Name, string>>): Record<Name, number> {
  const entries = Object.entries<string>(names).map(([name, key]) => [name, numberAt(object, 'status', key) ?? 0]);
  // Object.entries forgets which names it was given.
  return Object.fromEntries(entries) as Record<Name, number>;
}

function waiting(state: string): Verdict {
  return { ready: false, state };
}

function unseen(): Verdict {
  return waiting('its controller has not seen it yet');
}
