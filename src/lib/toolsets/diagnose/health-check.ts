import { z } from 'zod';
import { diagnosisOutput } from '../../kubernetes/diagnosis/finding.js';
import { renderDiagnosis } from '../../kubernetes/diagnosis/render-diagnosis.js';
import { allNamespacesField } from '../../kubernetes/fields.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';

export const healthCheck = defineOperation({
  name: 'health_check',
  title: 'Check the health of a cluster',
  description: 'What is wrong in a cluster or namespace, counted and grouped, worst first. Start here.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({ namespace: allNamespacesField().describe('Default: the whole cluster') })),
  output: diagnosisOutput,
  handler: async (context, { namespace }) => {
    // Loaded by those who diagnose.
    const { checkHealth } = await import('../../kubernetes/diagnosis/health/check-health.js');
    return await checkHealth(context, namespace);
  },
  render: renderDiagnosis,
});
