import { z } from 'zod';
import type { ClusterContext } from '../../context.js';
import { FleetError } from '../../errors.js';
import { eventFacts } from '../../kubernetes/diagnosis/event-facts.js';
import { countOf } from '../../kubernetes/diagnosis/fact-text.js';
import { diagnosisOutput, findingAbout, type Diagnosis } from '../../kubernetes/diagnosis/finding.js';
import type { judgePods } from '../../kubernetes/diagnosis/pods/read-pods.js';
import { Reading } from '../../kubernetes/diagnosis/reading.js';
import { renderDiagnosis } from '../../kubernetes/diagnosis/render-diagnosis.js';
import { shapeDiagnosis } from '../../kubernetes/diagnosis/shape-diagnosis.js';
import { labelSelectorField, nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import type { PlainObject } from '../../kubernetes/object-values.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';

const MOST_PODS = 200;
const MOST_EVENTS = 500;

export const podsDiagnose = defineOperation({
  name: 'pods_diagnose',
  title: 'Find out what is wrong with pods',
  description: 'Why pods crash, wait, are not ready or were evicted: facts first, then what they mean.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      name: nameField().optional().describe('Pod'),
      label_selector: labelSelectorField().describe('Instead: all these pods'),
      namespace: optionalNamespaceField(),
    }),
  ),
  output: diagnosisOutput,
  handler: async (context, { name, label_selector: labelSelector, namespace: wanted }) => {
    if ((name === undefined) === (labelSelector === undefined)) {
      throw new FleetError('INPUT_INVALID', 'pods_diagnose: give either name or label_selector. Nothing was done.', {
        hint: 'health_check finds the pods of a cluster that are unwell.',
        details: { parameter: 'name' },
      });
    }
    const namespace = wanted ?? (await context.cluster.defaultNamespace(context.signal));
    return name === undefined
      ? await diagnoseSelected(context, namespace, labelSelector ?? '')
      : await diagnoseOne(context, namespace, name);
  },
  render: renderDiagnosis,
});

async function diagnoseOne(context: ClusterContext, namespace: string, name: string): Promise<Diagnosis> {
  // Loaded by those who diagnose.
  const { podFacts } = await import('../../kubernetes/diagnosis/pods/judge-pod.js');
  const { cluster, signal } = context;
  const reading = new Reading(context);
  // A pod that is not there is an error, also where its events still are.
  const pod = await cluster.get({ apiVersion: 'v1', kind: 'Pod' }, name, { namespace, signal });
  const findings = await judge(reading, namespace, [pod], `,involvedObject.name=${name}`);
  return shapeDiagnosis({
    subject: `Pod ${namespace}/${name}`,
    cluster: cluster.cluster.name,
    facts: podFacts(pod, reading.now),
    findings,
    notChecked: reading.notChecked,
    complete: true,
  });
}

async function diagnoseSelected(context: ClusterContext, namespace: string, labelSelector: string): Promise<Diagnosis> {
  const reading = new Reading(context);
  const pods = await reading.objects('pods', { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector, limit: MOST_PODS });
  reading.throwIfBlind();
  const nothing = findingAbout(namespace, {
    severity: 'warning',
    code: 'NoPods',
    title: 'no pod has these labels',
    facts: [`namespace ${namespace} has no pod with ${labelSelector}`],
    meaning: 'nothing was made, or the labels or the namespace are others',
    next: [{ operation: 'pods_list_in_namespace', input: { namespace } }],
  });
  const findings = pods.length === 0 ? [nothing] : await judge(reading, namespace, pods, '');
  const { looksUnwell } = await import('../../kubernetes/diagnosis/pods/judge-pod.js');
  const unwell = pods.filter(looksUnwell).length;
  return shapeDiagnosis({
    subject: `Pods ${labelSelector} in ${namespace}`,
    cluster: context.cluster.cluster.name,
    facts: [`${countOf(pods.length, 'pod')}, ${pods.length - unwell} of them ready or completed`],
    findings,
    notChecked: reading.notChecked,
    complete: true,
  });
}

async function judge(reading: Reading, namespace: string, pods: readonly PlainObject[], about: string): ReturnType<typeof judgePods> {
  const events = await reading.objects('events', {
    apiVersion: 'v1',
    kind: 'Event',
    namespace,
    fieldSelector: `type!=Normal,involvedObject.kind=Pod${about}`,
    limit: MOST_EVENTS,
  });
  const reader = await import('../../kubernetes/diagnosis/pods/read-pods.js');
  return await reader.judgePods(reading, pods, eventFacts(events));
}
