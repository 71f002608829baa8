import { z } from 'zod';
import { randomBytes } from 'node:crypto';
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
import { withHelm } from './open-helm.js';
import { deferred } from '../../platform/deferred.js';

export const helmInstall = defineOperation({
  name: 'helm_install',
  title: 'Install a helm chart',
  description: 'Installs a chart as a new release; for one that exists use helm_upgrade.',
  scope: 'cluster',
  effect: 'write',
  idempotent: false,
  long: true,
  input: deferred(() =>
    z.object({
      chart: chartField(),
      values: valuesField(),
      name: releaseField().optional().describe('Default: chart name and random letters'),
      namespace: namespaceField(),
      version: versionField(),
      create_namespace: z.boolean().optional().describe('Make it if missing'),
      wait: waitField(),
      timeout: timeoutField(),
      dry_run: dryRunField(),
    }),
  ),
  output: changeOutput,
  handler: async (context, input) => {
    const { chart, flags } = await chartReference(input.chart, context.settings.helm);
    const name = input.name ?? generatedName(input.chart);
    const dryRun = input.dry_run ?? false;
    return await withHelm(context, { namespace: input.namespace, reads: dryRun }, async (helm) => {
      const command = [
        'install',
        ...flags,
        ...(input.version === undefined ? [] : [`--version=${input.version}`]),
        ...(input.create_namespace === true ? ['--create-namespace'] : []),
        ...(input.wait === true ? ['--wait'] : []),
        ...(dryRun ? ['--dry-run=server'] : []),
      ];
      const run = { command, operands: [name, chart], values: input.values, timeoutMs: timeoutOf(input.timeout) };
      const install = async (): Promise<unknown> => await helm.json(run);
      return changeAnswer(await (dryRun ? install() : changeRelease(context, helm, name, install)), dryRun);
    });
  },
  render: changeText,
});

/** Like helm's own: what the chart is called, and something that no other has. */
function generatedName(chart: string): string {
  const words = (chart.split('/').at(-1) ?? '')
    .toLowerCase()
    .replace(/(\.tgz|[:@].*)$/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const start = words.slice(0, 40).replace(/-+$/, '');
  return `${start === '' ? 'release' : start}-${randomBytes(4).toString('hex')}`;
}
