import { z } from 'zod';
import { createObject } from '../../kubernetes/create-object.js';
import { nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { findTarget } from '../../kubernetes/object-target.js';
import { recordAt, textAt } from '../../kubernetes/object-values.js';
import { dryRunField } from '../../kubernetes/write-fields.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';

const output = deferred(() => z.object({ namespace: z.string(), cron_job: z.string(), job: z.string(), dry_run: z.boolean() }));

/** Room for a suffix within the 63 characters of a pod's label. */
const LONGEST_PREFIX = 42;

export const cronjobsRun = defineOperation({
  name: 'cronjobs_run',
  title: 'Run a CronJob now',
  description: 'Creates a Job from a CronJob at once, beside its schedule.',
  scope: 'cluster',
  effect: 'write',
  idempotent: false,
  input: deferred(() =>
    z.object({
      name: nameField().describe('CronJob'),
      namespace: optionalNamespaceField(),
      job_name: nameField().optional().describe('Default: NAME-manual-TIME'),
      dry_run: dryRunField(),
    }),
  ),
  output,
  handler: async ({ cluster, signal }, { name, namespace, job_name: jobName, dry_run: dryRun }) => {
    const where = namespace ?? (await cluster.defaultNamespace(signal));
    const cronJob = await cluster.get({ apiVersion: 'batch/v1', kind: 'CronJob' }, name, { namespace: where, signal });
    const template = recordAt(cronJob, 'spec', 'jobTemplate');
    const job = jobName ?? `${name.slice(0, LONGEST_PREFIX)}-manual-${Date.now().toString(36)}`;
    const target = await findTarget(cluster, { apiVersion: 'batch/v1', kind: 'Job', name: job, namespace: where }, signal);
    const metadata = {
      labels: recordAt(template, 'metadata', 'labels'),
      annotations: { ...recordAt(template, 'metadata', 'annotations'), 'cronjob.kubernetes.io/instantiate': 'manual' },
      // As kubectl does: the CronJob counts it in its history, and takes it along when it is deleted.
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name, uid: textAt(cronJob, 'metadata', 'uid'), controller: true }],
    };
    await createObject(cluster, target, { metadata, spec: recordAt(template, 'spec') }, { dryRun, signal });
    return { namespace: where, cron_job: name, job, dry_run: dryRun === true };
  },
  render: ({ cluster, namespace, cron_job: cronJob, job, dry_run: dryRun }: z.output<typeof output> & { cluster?: string }) =>
    `${cluster ?? ''}: Job ${namespace}/${job} ${dryRun ? 'would be created (dry run, nothing was done)' : 'created'} from CronJob ${cronJob}`,
});
