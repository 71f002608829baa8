import { z } from 'zod';
import type { ServedKind } from '../../context.js';
import { defineOperation } from '../../operation.js';
import { textTable } from '../../platform/text-table.js';
import { deferred } from '../../platform/deferred.js';

const output = deferred(() =>
  z.object({
    resources: z.array(
      z.object({
        name: z.string(),
        short_names: z.array(z.string()),
        api_version: z.string(),
        namespaced: z.boolean(),
        kind: z.string(),
        verbs: z.array(z.string()),
      }),
    ),
    not_answering: z.array(z.string()).describe('Group versions whose server is down'),
  }),
);

type Output = z.output<typeof output>;

export const apiResources = defineOperation({
  name: 'api_resources',
  title: 'Kinds that a cluster serves',
  description: 'Every kind with plural, short names, apiVersion, scope and verbs; custom resources included.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      api_group: z.string().max(253).optional().describe('apps; "" = core'),
      namespaced: z.boolean().optional().describe('Only such, or only others'),
      verbs: z.array(z.string().min(1).max(30)).max(20).optional().describe('Only kinds that know all of these'),
      contains: z.string().min(1).max(100).optional().describe('Part of the kind or plural'),
      all_versions: z.boolean().optional().describe('Also versions that are not preferred'),
    }),
  ),
  output,
  handler: async ({ cluster, signal }, input) => {
    const { kinds, failed } = await cluster.kinds(signal);
    const wanted = kinds.filter((kind, index) => {
      const isPreferred = kinds.findIndex((other) => other.plural === kind.plural && groupOf(other) === groupOf(kind)) === index;
      const part = input.contains?.toLowerCase() ?? '';
      return (
        (isPreferred || input.all_versions === true) &&
        (input.api_group === undefined || groupOf(kind) === input.api_group) &&
        (input.namespaced === undefined || kind.namespaced === input.namespaced) &&
        (input.verbs ?? []).every((verb) => kind.verbs?.includes(verb) === true) &&
        (kind.kind.toLowerCase().includes(part) || kind.plural.includes(part))
      );
    });
    return {
      resources: wanted.map((kind) => ({
        name: kind.plural,
        short_names: [...kind.shortNames],
        api_version: kind.apiVersion,
        namespaced: kind.namespaced,
        kind: kind.kind,
        verbs: [...(kind.verbs ?? [])],
      })),
      not_answering: [...failed],
    };
  },
  render: ({ cluster, resources, not_answering: down }: Output & { cluster?: string }) => {
    const rows = resources.map((one) => [
      one.name,
      one.short_names.join(','),
      one.api_version,
      one.namespaced,
      one.kind,
      shortVerbs(one.verbs),
    ]);
    const table = rows.length === 0 ? '' : `\n${textTable(['NAME', 'SHORT', 'APIVERSION', 'NAMESPACED', 'KIND', 'VERBS'], rows)}`;
    const note = down.length === 0 ? '' : `\nnot answering: ${down.join(', ')}`;
    return `${cluster ?? ''}: ${String(resources.length)} kinds${table}${note}`;
  },
});

const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** Most kinds know the same eight verbs. */
function shortVerbs(verbs: readonly string[]): string {
  return verbs.length === ALL_VERBS.length && ALL_VERBS.every((verb) => verbs.includes(verb)) ? 'all' : verbs.join(',');
}

function groupOf({ apiVersion }: ServedKind): string {
  return /^(.+)\//.exec(apiVersion)?.[1] ?? '';
}
