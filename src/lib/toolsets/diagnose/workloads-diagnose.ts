import { z } from 'zod';
import { diagnosisOutput } from '../../kubernetes/diagnosis/finding.js';
import { Reading } from '../../kubernetes/diagnosis/reading.js';
import { renderDiagnosis } from '../../kubernetes/diagnosis/render-diagnosis.js';
import { shapeDiagnosis } from '../../kubernetes/diagnosis/shape-diagnosis.js';
import { WORKLOADS } from '../../kubernetes/diagnosis/workloads/workload-evidence.js';
import { nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';

const KINDS = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
  'CronJob',
] as const satisfies readonly (keyof typeof WORKLOADS)[];

export const workloadsDiagnose = defineOperation({
  name: 'workloads_diagnose',
  title: 'Find out what is wrong with a workload',
  description: 'Why a workload has too few pods, is stuck or failed, its pods, autoscalers and budgets included.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({ kind: z.enum(KINDS).optional().describe('Default Deployment'), name: nameField(), namespace: optionalNamespaceField() }),
  ),
  output: diagnosisOutput,
  handler: async (context, { kind = 'Deployment', name, namespace: wanted }) => {
    // Loaded by those who diagnose.
    const [{ judgePods }, { judgeWorkload, workloadFacts }, { readWorkload }] = await Promise.all([
      import('../../kubernetes/diagnosis/pods/read-pods.js'),
      import('../../kubernetes/diagnosis/workloads/judge-workload.js'),
      import('../../kubernetes/diagnosis/workloads/read-workload.js'),
    ]);
    const { cluster, signal } = context;
    const namespace = wanted ?? (await cluster.defaultNamespace(signal));
    const workload = await cluster.get({ apiVersion: WORKLOADS[kind], kind }, name, { namespace, signal });
    const reading = new Reading(context);
    const { evidence, events } = await readWorkload(reading, kind, workload);
    const ofPods = await judgePods(reading, evidence.pods, events);
    return shapeDiagnosis({
      subject: `${kind} ${namespace}/${name}`,
      cluster: cluster.cluster.name,
      facts: workloadFacts(evidence),
      findings: [...judgeWorkload(evidence), ...ofPods],
      notChecked: reading.notChecked,
      complete: true,
    });
  },
  render: renderDiagnosis,
});
