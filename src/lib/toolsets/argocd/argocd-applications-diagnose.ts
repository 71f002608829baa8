import { z } from 'zod';
import { findObjects } from '../../kubernetes/custom-resources/find-objects.js';
import { optionalNameField } from '../../kubernetes/custom-resources/list-fields.js';
import { openKind } from '../../kubernetes/custom-resources/served-group.js';
import { tally } from '../../kubernetes/custom-resources/tally.js';
import { countOf } from '../../kubernetes/diagnosis/fact-text.js';
import { diagnosisOutput } from '../../kubernetes/diagnosis/finding.js';
import { Reading } from '../../kubernetes/diagnosis/reading.js';
import { renderDiagnosis } from '../../kubernetes/diagnosis/render-diagnosis.js';
import { shapeDiagnosis } from '../../kubernetes/diagnosis/shape-diagnosis.js';
import { allNamespacesField } from '../../kubernetes/fields.js';
import { textAt } from '../../kubernetes/object-values.js';
import { defineOperation } from '../../operation.js';
import { ARGO_CD } from './application.js';
import { judgeApplication } from './judge-application.js';
import { deferred } from '../../platform/deferred.js';

export const argocdApplicationsDiagnose = defineOperation({
  name: 'argocd_applications_diagnose',
  title: 'Find out what is wrong with Argo CD applications',
  description: 'Why Argo CD applications are not synced or not healthy: manifest errors, failed or stuck syncs, degraded objects, drift.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({ name: optionalNameField(), namespace: allNamespacesField() })),
  output: diagnosisOutput,
  handler: async (context, meant) => {
    const reading = new Reading(context);
    const resource = await openKind(context, ARGO_CD, 'Application');
    const { items, complete } = await findObjects(reading, resource, meant);
    const { name, namespace } = meant;
    return shapeDiagnosis({
      subject:
        name === undefined ? `Argo CD applications${namespace === undefined ? '' : ` in ${namespace}`}` : `Argo CD application ${name}`,
      cluster: context.cluster.cluster.name,
      facts: [
        countOf(items.length, 'application'),
        `sync: ${tally(items.map((item) => textAt(item, 'status', 'sync', 'status') ?? 'Unknown'))}`,
        `health: ${tally(items.map((item) => textAt(item, 'status', 'health', 'status') ?? 'Unknown'))}`,
      ],
      findings: items.flatMap((item) => judgeApplication(item, reading.now)),
      notChecked: reading.notChecked,
      complete,
    });
  },
  render: renderDiagnosis,
});
