import { describeCondition, findCondition, isStale } from './conditions.js';
import { recordAt, textAt, valueAt, type PlainObject } from './object-values.js';
import type { Verdict } from './verdict.js';
import { workloadReadiness } from './workload-readiness.js';

/**
 * Whether an object is ready, judged as `kubectl rollout status` and `kubectl wait` do for the kinds they know, and by its
 * conditions for any other. An object without a status (a ConfigMap) is ready when it exists.
 */
export function readinessOf(object: PlainObject): Verdict {
  if (valueAt(object, 'metadata', 'deletionTimestamp') !== undefined) return { ready: false, state: 'it is being deleted' };
  if (isStale(object)) return { ready: false, state: 'its controller has not seen the last change yet' };
  return workloadReadiness(object) ?? byKind(object) ?? byConditions(object);
}

function byKind(object: PlainObject): Verdict | undefined {
  switch (textAt(object, 'kind')) {
    case 'Pod':
      return podReadiness(object);
    case 'CustomResourceDefinition': {
      const refused = findCondition(object, 'NamesAccepted');
      if (refused?.status === 'False') return { ready: false, failed: true, state: describeCondition(refused) };
      return expectCondition(object, 'Established');
    }
    case 'APIService':
      return expectCondition(object, 'Available');
    case 'Namespace':
      return expectPhase(object, ['Active']);
    case 'PersistentVolumeClaim':
      return expectPhase(object, ['Bound']);
    case 'PersistentVolume':
      return expectPhase(object, ['Available', 'Bound']);
    case 'Service': {
      const waits =
        valueAt(object, 'spec', 'type') === 'LoadBalancer' && valueAt(object, 'status', 'loadBalancer', 'ingress') === undefined;
      return { ready: !waits, state: waits ? 'it has no load balancer address yet' : 'it is there' };
    }
    default:
      return undefined;
  }
}

function podReadiness(object: PlainObject): Verdict {
  const phase = textAt(object, 'status', 'phase') ?? 'Pending';
  if (phase === 'Succeeded') return { ready: true, state: 'it has completed' };
  if (phase === 'Failed') {
    const why = textAt(object, 'status', 'message') ?? textAt(object, 'status', 'reason');
    return { ready: false, failed: true, state: `it has failed${why === undefined ? '' : `: ${why}`}` };
  }
  const ready = findCondition(object, 'Ready');
  if (ready?.status === 'True') return { ready: true, state: 'its containers are ready' };
  const scheduled = findCondition(object, 'PodScheduled');
  const telling = scheduled?.status === 'False' ? scheduled : ready;
  return { ready: false, state: `${phase}${telling === undefined ? '' : `, ${describeCondition(telling)}`}` };
}

function expectCondition(object: PlainObject, type: string): Verdict {
  const found = findCondition(object, type);
  return { ready: found?.status === 'True', state: found === undefined ? `it does not report ${type} yet` : describeCondition(found) };
}

function expectPhase(object: PlainObject, phases: readonly string[]): Verdict {
  const phase = textAt(object, 'status', 'phase') ?? 'unknown';
  return { ready: phases.includes(phase), failed: phase === 'Failed' || phase === 'Lost', state: `its phase is ${phase}` };
}

/** The conventions that controllers of custom resources follow. */
function byConditions(object: PlainObject): Verdict {
  const stalled = findCondition(object, 'Stalled');
  if (stalled?.status === 'True') return { ready: false, failed: true, state: describeCondition(stalled) };
  const reconciling = findCondition(object, 'Reconciling');
  if (reconciling?.status === 'True') return { ready: false, state: describeCondition(reconciling) };
  const telling = findCondition(object, 'Ready') ?? findCondition(object, 'Available');
  if (telling !== undefined) {
    const stale = telling.observedGeneration !== undefined && isStale(object, telling.observedGeneration);
    return { ready: telling.status === 'True' && !stale, state: describeCondition(telling) };
  }
  const reports = Object.keys(recordAt(object, 'status')).length > 0;
  return { ready: true, state: reports ? 'it exists; its status names no Ready condition' : 'it exists' };
}
