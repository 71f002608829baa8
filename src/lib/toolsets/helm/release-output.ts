import { z } from 'zod';
import { numberAt, textAt } from '../../kubernetes/object-values.js';
import { deferred } from '../../platform/deferred.js';

/** A release as every operation shows it. */
export const releaseOutput = deferred(() =>
  z.strictObject({
    name: z.string(),
    namespace: z.string(),
    revision: z.int().describe('Counts installs, upgrades and rollbacks'),
    status: z.string().describe('deployed, failed, pending-upgrade…'),
    chart: z.string().optional().describe('NAME-VERSION'),
    app_version: z.string().optional(),
    updated: z.string().optional(),
    description: z.string().optional(),
  }),
);
export type ReleaseOutput = z.output<typeof releaseOutput>;

/** One entry of `helm list` or `helm history`; the two spell some keys in their own way. */
export function releaseRow(row: unknown, known: { readonly name?: string; readonly namespace?: string } = {}): ReleaseOutput {
  return {
    name: textAt(row, 'name') ?? known.name ?? '',
    namespace: textAt(row, 'namespace') ?? known.namespace ?? '',
    revision: numberAt(row, 'revision') ?? Number(textAt(row, 'revision') ?? 0),
    status: textAt(row, 'status') ?? 'unknown',
    ...texts({
      chart: textAt(row, 'chart'),
      app_version: textAt(row, 'app_version'),
      updated: textAt(row, 'updated'),
      description: textAt(row, 'description'),
    }),
  };
}

/** A whole release, as `helm status`, `install` and `upgrade` print it. */
export function releaseOf(release: unknown): ReleaseOutput {
  const chart = [textAt(release, 'chart', 'metadata', 'name'), textAt(release, 'chart', 'metadata', 'version')];
  return {
    name: textAt(release, 'name') ?? '',
    namespace: textAt(release, 'namespace') ?? '',
    revision: numberAt(release, 'version') ?? 0,
    status: textAt(release, 'info', 'status') ?? 'unknown',
    ...texts({
      chart: chart.includes(undefined) ? undefined : chart.join('-'),
      app_version: textAt(release, 'chart', 'metadata', 'appVersion'),
      updated: textAt(release, 'info', 'last_deployed'),
      description: textAt(release, 'info', 'description'),
    }),
  };
}

/** `shop/web revision 3 deployed (web-1.2.3): Upgrade complete` */
export function releaseLine({ name, namespace, revision, status, chart, description }: ReleaseOutput): string {
  const of = chart === undefined ? '' : ` (${chart})`;
  const said = description === undefined ? '' : `: ${description}`;
  return `${namespace}/${name} revision ${String(revision)} ${status}${of}${said}`;
}

function texts(members: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(members).flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[key, value]])));
}
