import { recordAt, recordsAt, textAt, type PlainObject } from '../../object-values.js';
import { eventFacts, eventsAbout, type EventFacts } from '../event-facts.js';
import { labelSelectorText, selectsLabels } from '../label-selector-text.js';
import type { Reading } from '../reading.js';
import { scales } from './autoscalers.js';
import type { WorkloadEvidence, WorkloadKind } from './workload-evidence.js';

const MOST_PODS = 200;
const MOST_CHILDREN = 100;
const MOST_EVENTS = 500;
const MOST_SIBLINGS = 200;

/** What a workload is judged by, and the events about its pods. */
export async function readWorkload(
  reading: Reading,
  kind: WorkloadKind,
  workload: PlainObject,
): Promise<{ readonly evidence: WorkloadEvidence; readonly events: readonly EventFacts[] }> {
  const namespace = textAt(workload, 'metadata', 'namespace');
  const name = textAt(workload, 'metadata', 'name') ?? '';
  const labelSelector = labelSelectorText(recordAt(workload, 'spec', 'selector'));
  const serves = kind !== 'Job' && kind !== 'CronJob';
  const list = (what: string, apiVersion: string, of: string, limit: number, selector?: string): Promise<readonly PlainObject[]> =>
    reading.objects(what, { apiVersion, kind: of, namespace, limit, labelSelector: selector });
  const [matching, children, warnings, autoscalers, budgets, service] = await Promise.all([
    labelSelector === undefined ? [] : list('pods', 'v1', 'Pod', MOST_PODS, labelSelector),
    kind === 'Deployment'
      ? list('replica sets', 'apps/v1', 'ReplicaSet', MOST_CHILDREN, labelSelector)
      : kind === 'CronJob'
        ? list('jobs', 'batch/v1', 'Job', MOST_SIBLINGS)
        : [],
    reading.objects('events', { apiVersion: 'v1', kind: 'Event', namespace, fieldSelector: 'type!=Normal', limit: MOST_EVENTS }),
    serves ? list('autoscalers', 'autoscaling/v2', 'HorizontalPodAutoscaler', MOST_SIBLINGS) : [],
    serves ? list('disruption budgets', 'policy/v1', 'PodDisruptionBudget', MOST_SIBLINGS) : [],
    serves ? reading.object(`service ${name}`, 'v1', 'Service', name, namespace) : undefined,
  ]);
  const own = children.filter((child) => isOwnedBy(child, [workload]));
  const pods = matching.filter((pod) => isOwnedBy(pod, [workload, ...own]));
  const labels = recordAt(workload, 'spec', 'template', 'metadata', 'labels');
  const events = eventFacts(warnings);
  const childKind = kind === 'Deployment' ? 'ReplicaSet' : 'Job';
  const evidence: WorkloadEvidence = {
    kind,
    workload,
    children: own,
    pods,
    strangers: serves ? matching.filter((pod) => !pods.includes(pod)) : [],
    events: [...eventsAbout(events, workload, kind), ...own.flatMap((child) => eventsAbout(events, child, childKind))],
    autoscalers: autoscalers.filter((autoscaler) => scales(autoscaler, kind, name)),
    budgets: budgets.filter((budget) => selectsPods(budget, labels)),
    service: service === 'missing' ? undefined : service,
    now: reading.now,
  };
  return { evidence, events };
}

function isOwnedBy(object: PlainObject, owners: readonly PlainObject[]): boolean {
  const uids = owners.map((owner) => textAt(owner, 'metadata', 'uid'));
  return recordsAt(object, 'metadata', 'ownerReferences').some((reference) => uids.includes(textAt(reference, 'uid')));
}

function selectsPods(budget: PlainObject, labels: PlainObject): boolean {
  return selectsLabels(recordAt(budget, 'spec', 'selector'), labels);
}
