import { z } from 'zod';
import { defineOperation } from '../../operation.js';
import { changeAnswer, changeOutput, changeText } from './change-output.js';
import { changeRelease } from './change-release.js';
import { chartReference } from './chart-reference.js';
import {
  chartField,
  dryRunField,
  namespaceField,
  releaseField,
  timeoutField,
  timeoutOf,
  valuesField,
  versionField,
  waitField,
} from './fields.js';
import { oldValuesField, oldValuesFlags } from './old-values.js';
import { withHelm } from './open-helm.js';
import { deferred } from '../../platform/deferred.js';

/** Destructive: what the new chart or the new values no longer name is deleted. */
export const helmUpgrade = defineOperation({
  name: 'helm_upgrade',
  title: 'Upgrade a helm release',
  description: 'New chart version or values for a release. Objects that are no longer in it are deleted; helm_diff shows which.',
  scope: 'cluster',
  effect: 'destructive',
  idempotent: false,
  long: true,
  input: deferred(() =>
    z.object({
      name: releaseField(),
      chart: chartField(),
      namespace: namespaceField(),
      version: versionField(),
      values: valuesField(),
      old_values: oldValuesField(),
      install: z.boolean().optional().describe('Where there is no release'),
      create_namespace: z.boolean().optional().describe('With install'),
      atomic: z.boolean().optional().describe('Roll back when it fails'),
      wait: waitField(),
      timeout: timeoutField(),
      dry_run: dryRunField(),
    }),
  ),
  output: changeOutput,
  handler: async (context, input) => {
    const { chart, flags } = await chartReference(input.chart, context.settings.helm);
    const dryRun = input.dry_run ?? false;
    return await withHelm(context, { namespace: input.namespace, reads: dryRun }, async (helm) => {
      const command = [
        'upgrade',
        ...flags,
        ...(input.version === undefined ? [] : [`--version=${input.version}`]),
        ...oldValuesFlags(input.old_values),
        ...(input.install === true ? ['--install'] : []),
        ...(input.create_namespace === true ? ['--create-namespace'] : []),
        ...(input.wait === true ? ['--wait'] : []),
        ...(input.atomic === true ? [helm.major === 3 ? '--atomic' : '--rollback-on-failure'] : []),
        ...(dryRun ? ['--dry-run=server'] : []),
      ];
      const run = { command, operands: [input.name, chart], values: input.values, timeoutMs: timeoutOf(input.timeout) };
      const upgrade = async (): Promise<unknown> => await helm.json(run);
      return changeAnswer(await (dryRun ? upgrade() : changeRelease(context, helm, input.name, upgrade)), dryRun);
    });
  },
  render: changeText,
});
