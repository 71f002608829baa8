import { z } from 'zod';
import type { ClusterContext } from '../../context.js';
import { textAt } from '../../kubernetes/object-values.js';
import { defineOperation } from '../../operation.js';
import { chartReference } from './chart-reference.js';
import { chartField, continueField, namespaceField, releaseField, valuesField, versionField } from './fields.js';
import { withHelm } from './open-helm.js';
import { continuation, pageOfText } from './text-page.js';
import { deferred } from '../../platform/deferred.js';

export const helmTemplate = defineOperation({
  name: 'helm_template',
  title: 'Render a helm chart',
  description: "Manifests of a chart for this cluster's version and kinds; lookups of the chart find nothing. Changes nothing.",
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  long: true,
  input: deferred(() =>
    z.object({
      chart: chartField(),
      name: releaseField().optional(),
      namespace: namespaceField(),
      version: versionField(),
      values: valuesField(),
      include_crds: z.boolean().optional().describe('CRDs of the chart too'),
      continue: continueField(),
    }),
  ),
  output: deferred(() => z.strictObject({ manifest: z.string(), continue: z.string().optional() })),
  handler: async (context, input) => {
    const { chart, flags } = await chartReference(input.chart, context.settings.helm);
    return await withHelm(context, { namespace: input.namespace, reads: true }, async (helm) => {
      const command = [
        'template',
        ...flags,
        ...(input.version === undefined ? [] : [`--version=${input.version}`]),
        ...(input.include_crds === true ? ['--include-crds'] : []),
        ...(await capabilities(context)),
      ];
      const text = await helm.run({ command, operands: [input.name ?? 'release-name', chart], values: input.values });
      const page = pageOfText(text, input.continue);
      return { manifest: page.text, ...(page.continue === undefined ? {} : { continue: page.continue }) };
    });
  },
  render: ({ manifest, continue: next }) => [manifest.trimEnd(), ...continuation(next)].join('\n'),
});

/** What templates may ask of the cluster; helm itself asks nothing, so that it need not be shown anything. */
async function capabilities({ cluster, signal }: ClusterContext): Promise<string[]> {
  const [version, { kinds }] = await Promise.all([cluster.request({ path: '/version', signal }), cluster.kinds(signal)]);
  const served = new Set(kinds.flatMap(({ apiVersion, kind }) => [apiVersion, `${apiVersion}/${kind}`]));
  const flags = ['--dry-run=client', ...[...served].map((one) => `--api-versions=${one}`)];
  const gitVersion = textAt(version.json(), 'gitVersion') ?? '';
  return /^v[0-9]+\.[0-9]+[0-9A-Za-z.+-]*$/.test(gitVersion) ? [...flags, `--kube-version=${gitVersion}`] : flags;
}
