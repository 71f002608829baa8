import { describeCondition, findCondition } from '../../conditions.js';
import { textAt } from '../../object-values.js';
import { moment, plainText } from '../fact-text.js';
import { findingAbout, type Finding } from '../finding.js';
import type { HealthPart } from './health-part.js';

const MOST_JOBS = 500;

/** Jobs that failed. Those that succeeded are not even sent. */
export const failedJobs: HealthPart = async ({ reading, namespace }) => {
  const jobs = await reading.objects('jobs', {
    apiVersion: 'batch/v1',
    kind: 'Job',
    namespace,
    fieldSelector: 'status.successful=0',
    limit: MOST_JOBS,
  });
  const findings = jobs.flatMap((job): Finding[] => {
    const failed = findCondition(job, 'Failed');
    if (failed?.status !== 'True') return [];
    const name = textAt(job, 'metadata', 'name') ?? '';
    const where = textAt(job, 'metadata', 'namespace') ?? '';
    return [
      findingAbout(`${where}/${name}`, {
        severity: 'warning',
        code: 'JobFailed',
        title: 'jobs failed',
        facts: [`${where}/${name}: ${plainText(describeCondition(failed))}, ${moment(failed.since, reading.now)}`],
        meaning: 'they are not tried again; a CronJob starts the next one at its time',
        next: [{ operation: 'workloads_diagnose', input: { kind: 'Job', name, namespace: where } }],
      }),
    ];
  });
  return { facts: findings.length === 0 ? [] : [`jobs: ${findings.length} failed`], findings };
};
