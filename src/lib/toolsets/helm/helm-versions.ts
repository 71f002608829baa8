import { z } from 'zod';
import type { HelmSettings } from '../../context.js';
import { FleetError } from '../../errors.js';
import { textAt } from '../../kubernetes/object-values.js';
import { textTable } from '../../platform/text-table.js';
import { defineOperation } from '../../operation.js';
import { chartReference } from './chart-reference.js';
import { chartField } from './fields.js';
import { withoutCluster, type Helm } from './open-helm.js';
import { deferred } from '../../platform/deferred.js';

const DEFAULT_ROWS = 20;

const versionOutput = deferred(() =>
  z.strictObject({ version: z.string(), app_version: z.string().optional(), description: z.string().optional() }),
);
type Version = z.output<typeof versionOutput>;

export const helmVersions = defineOperation({
  name: 'helm_versions',
  title: 'Versions of a helm chart',
  description: 'Versions of a chart, newest first. An OCI registry, an address and a folder tell only one.',
  scope: 'local',
  effect: 'read',
  idempotent: true,
  long: true,
  input: deferred(() =>
    z.object({
      chart: chartField(),
      limit: z.int().min(0).max(1_000).optional().describe('Rows at most; 0 = all'),
      devel: z.boolean().optional().describe('Also pre-releases'),
    }),
  ),
  output: deferred(() =>
    z.strictObject({
      versions: z.array(versionOutput),
      total: z.int(),
      complete: z.boolean().describe('False where only the newest can be told'),
    }),
  ),
  handler: async (context, { chart: reference, limit = DEFAULT_ROWS, devel = false }) => {
    const found = await chartReference(reference, context.settings.helm);
    return await withoutCluster(context, async (helm, folder) => {
      const [repository = ''] = reference.split('/');
      const url = found.flags.some((flag) => flag.startsWith('--repo=')) ? context.settings.helm.repositories[repository] : undefined;
      if (url === undefined) return { versions: [await newest(helm, found, devel)], total: 1, complete: false };
      const config = await folder.write('repositories.yaml', repositories(repository, url, context.settings.helm));
      const files = [`--repository-config=${config}`, `--repository-cache=${folder.path}/repository`];
      await helm.run({ command: ['repo', 'update', ...files], operands: [repository] });
      const answer = await helm.json({
        command: ['search', 'repo', '--versions', ...(devel ? ['--devel'] : []), ...files],
        operands: [reference],
      });
      // helm searches in descriptions too, and takes the name for the beginning of one.
      const versions = (Array.isArray(answer) ? answer : []).filter((row: unknown) => textAt(row, 'name') === reference).map(versionOf);
      if (versions.length === 0)
        throw new FleetError(
          'NOT_FOUND',
          `Repository ${repository} has no chart "${found.chart}"${devel ? '' : ' but pre-releases, if any'}.`,
        );
      return { versions: limit === 0 ? versions : versions.slice(0, limit), total: versions.length, complete: true };
    });
  },
  render: ({ versions, total, complete }) => {
    const table = textTable(
      ['version', 'app version', 'description'],
      versions.map((row) => [row.version, row.app_version, row.description]),
    );
    const more = total > versions.length ? [`… ${String(total - versions.length)} more: ask with a larger limit`] : [];
    return [table, ...more, ...(complete ? [] : ['(the newest; where it comes from, others cannot be listed)'])].join('\n');
  },
});

/** The text of a repository file (JSON is YAML) with this one alone. */
function repositories(name: string, url: string, { caFile }: HelmSettings): string {
  return JSON.stringify({ apiVersion: '', generated: '0001-01-01T00:00:00Z', repositories: [{ name, url, caFile: caFile ?? '' }] });
}

async function newest(
  helm: Helm,
  { chart, flags }: { readonly chart: string; readonly flags: readonly string[] },
  devel: boolean,
): Promise<Version> {
  const { loadManifest } = await import('../../kubernetes/manifest-yaml.js');
  const text = await helm.run({ command: ['show', 'chart', ...flags, ...(devel ? ['--devel'] : [])], operands: [chart] });
  const described = loadManifest(text);
  return versionOf({
    version: textAt(described, 'version'),
    app_version: textAt(described, 'appVersion'),
    description: textAt(described, 'description'),
  });
}

function versionOf(row: unknown): Version {
  const appVersion = textAt(row, 'app_version') ?? '';
  const description = textAt(row, 'description') ?? '';
  return {
    version: textAt(row, 'version') ?? '',
    ...(appVersion === '' ? {} : { app_version: appVersion }),
    ...(description === '' ? {} : { description }),
  };
}
