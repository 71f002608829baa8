import { z } from 'zod';
import { FleetError } from '../../errors.js';
import { textAt } from '../../kubernetes/object-values.js';
import { defineOperation } from '../../operation.js';
import { chartReference } from './chart-reference.js';
import { compareManifests } from './compare-manifests.js';
import { chartField, namespaceField, releaseField, valuesField, versionField } from './fields.js';
import { oldValuesField, oldValuesFlags } from './old-values.js';
import { withHelm, type Helm } from './open-helm.js';
import { deferred } from '../../platform/deferred.js';

const input = deferred(() =>
  z.object({
    name: releaseField(),
    namespace: namespaceField(),
    chart: chartField().optional(),
    version: versionField(),
    values: valuesField(),
    old_values: oldValuesField(),
    revision: z.int().min(1).max(1_000_000).optional().describe('Instead of a chart: what a rollback changes'),
  }),
);
type Input = z.output<typeof input>;

const objectNames = deferred(() => z.array(z.string()));

export const helmDiff = defineOperation({
  name: 'helm_diff',
  title: 'Preview a helm upgrade',
  description: 'What helm_install, helm_upgrade or helm_rollback would change in the manifest of a release. Hooks are left out.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  long: true,
  input,
  output: deferred(() =>
    z.strictObject({
      release: z.string(),
      installed: z.boolean(),
      added: objectNames,
      changed: objectNames,
      removed: objectNames,
      unchanged: z.int(),
      diff: z.string(),
      left_out: objectNames.describe('Changed, and too long to show'),
    }),
  ),
  handler: async (context, given) => {
    const ofChart = [given.version, given.values, given.old_values];
    if (
      (given.chart === undefined) === (given.revision === undefined) ||
      (given.chart === undefined && ofChart.some((one) => one !== undefined))
    ) {
      throw new FleetError('INPUT_INVALID', 'Give a chart (with version, values, old_values), or a revision and nothing else.', {
        details: { parameter: 'chart' },
      });
    }
    const chart = given.chart === undefined ? undefined : await chartReference(given.chart, context.settings.helm);
    return await withHelm(context, { namespace: given.namespace, reads: true }, async (helm) => {
      const before = await manifestOf(helm, given.name, undefined, chart !== undefined);
      const after =
        chart === undefined
          ? await manifestOf(helm, given.name, given.revision, false)
          : await planned(helm, given, { ...chart, exists: before !== undefined });
      return { release: given.name, installed: before !== undefined, ...(await compareManifests(before ?? '', after ?? '')) };
    });
  },
  render: ({ release, installed, added, changed, removed, unchanged, diff, left_out: leftOut }) => {
    const counts = `${String(added.length)} added, ${String(changed.length)} changed, ${String(removed.length)} removed, ${String(unchanged)} unchanged`;
    const rest = leftOut.length === 0 ? [] : [`… too long to show: ${leftOut.join(', ')}`];
    return [`${release}${installed ? '' : ' (not installed)'}: ${counts}`, ...(diff === '' ? [] : [diff]), ...rest].join('\n');
  },
});

/** Undefined where there is no such release and that is no mistake. */
async function manifestOf(helm: Helm, name: string, revision: number | undefined, mayBeAbsent: boolean): Promise<string | undefined> {
  const command = ['get', 'manifest', ...(revision === undefined ? [] : [`--revision=${String(revision)}`])];
  try {
    return await helm.run({ command, operands: [name] });
  } catch (thrown) {
    if (mayBeAbsent && FleetError.isInstance(thrown) && thrown.code === 'NOT_FOUND') return undefined;
    throw thrown;
  }
}

async function planned(
  helm: Helm,
  { name, version, values, old_values: oldValues }: Input,
  chart: { readonly chart: string; readonly flags: readonly string[]; readonly exists: boolean },
): Promise<string | undefined> {
  const command = [
    chart.exists ? 'upgrade' : 'install',
    ...chart.flags,
    ...(version === undefined ? [] : [`--version=${version}`]),
    ...(chart.exists ? oldValuesFlags(oldValues) : []),
    '--dry-run=server',
  ];
  return textAt(await helm.json({ command, operands: [name, chart.chart], values }), 'manifest');
}
