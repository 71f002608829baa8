import { z } from 'zod';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';
import { askEach, chosenRanchers, problemLines, problemShape, rancherField } from './choose-ranchers.js';
import { refuseLimited } from './refuse-limited.js';
import { removedKubeconfigs } from './removed-kubeconfigs.js';

export const nskClean = defineOperation({
  name: 'nsk_clean',
  title: 'Remove kubeconfigs of removed clusters',
  description: 'Deletes kubeconfigs of clusters that Rancher does not list any more. Files that somebody changed stay.',
  scope: 'fleet',
  effect: 'destructive',
  idempotent: true,
  needs: ['nsk'],
  input: deferred(() =>
    z.object({
      dry_run: z.boolean().optional().describe('Only show what would be'),
      rancher: rancherField(),
    }),
  ),
  output: deferred(() => {
    const files = z.array(z.object({ rancher: z.string(), cluster: z.string(), since: z.string(), path: z.string().optional() }));
    return z.object({ dry_run: z.boolean(), removed: files, kept: files, problems: z.array(problemShape()) });
  }),
  handler: async (context, { dry_run: dryRun = false, rancher }) => {
    refuseLimited(context, 'nsk_clean');
    const { answers, problems } = await askEach(chosenRanchers(context, rancher), async (each) => {
      const gone = await removedKubeconfigs(each);
      const cleaned = dryRun ? undefined : new Set(await each.cleanRemoved());
      return gone.map(({ isForeign, cluster, since, path }) => ({
        goes: cleaned === undefined ? !isForeign : cleaned.has(cluster),
        facts: { rancher: each.name, cluster, since, ...(path === undefined ? {} : { path }) },
      }));
    });
    const all = answers.flat();
    return {
      dry_run: dryRun,
      removed: all.flatMap(({ goes, facts }) => (goes ? [facts] : [])),
      kept: all.flatMap(({ goes, facts }) => (goes ? [] : [facts])),
      problems,
    };
  },
  render: ({ dry_run: dryRun, removed, kept, problems }) => {
    const lines = (clusters: typeof kept): string[] =>
      clusters.map(({ cluster, rancher, since, path }) => `- ${cluster} of ${rancher}, gone since ${since}: ${path ?? 'no file is left'}`);
    const head = dryRun ? 'Would be removed' : 'Removed';
    return [
      removed.length === 0 ? `${dryRun ? 'Nothing would be' : 'Nothing was'} removed.` : `${head}:`,
      ...lines(removed),
      ...(kept.length === 0 ? [] : ['Kept, for somebody changed them:', ...lines(kept)]),
      ...problemLines(problems),
    ].join('\n');
  },
});
