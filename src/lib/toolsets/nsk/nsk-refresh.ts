import { z } from 'zod';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';
import { askEach, chosenRanchers, problemLines, problemShape, rancherField } from './choose-ranchers.js';
import { refreshOutput, refreshText, refreshShape } from './refresh-output.js';
import { refuseLimited } from './refuse-limited.js';
import { seenClusters } from './seen-clusters.js';

export const nskRefresh = defineOperation({
  name: 'nsk_refresh',
  title: 'Refresh kubeconfigs from Rancher',
  description: 'Fetches new and changed kubeconfigs from Rancher now. What fails leaves the kubeconfigs at hand in use.',
  scope: 'fleet',
  effect: 'write',
  idempotent: true,
  long: true,
  needs: ['nsk'],
  input: deferred(() =>
    z.object({
      force: z.boolean().optional().describe('Fetch all anew; accept that many are gone'),
      pattern: z.string().min(1).max(500).optional().describe('Only names that match (RE2)'),
      rancher: rancherField(),
    }),
  ),
  output: deferred(() => z.object({ ranchers: z.array(refreshShape()), problems: z.array(problemShape()) })),
  handler: async (context, { force = false, pattern, rancher }) => {
    const chosen = chosenRanchers(context, rancher);
    if (force) refuseLimited(context, 'nsk_refresh with force');
    const total = chosen.length;
    let done = 0;
    context.progress({ done, total, message: `asking ${chosen.map(({ name }) => name).join(', ')}` });
    const { answers, problems } = await askEach(chosen, async (each) => {
      const report = await each.refresh({ force, pattern, signal: context.signal });
      context.progress({ done: (done += 1), total, message: context.isLimited ? each.name : `${each.name}: ${report.summary}` });
      if (report.error !== undefined) throw report.error;
      return refreshOutput(report, each.name, await seenClusters(context, each), context.isLimited);
    });
    return { ranchers: [...answers], problems };
  },
  render: ({ ranchers, problems }) => [...ranchers.flatMap(refreshText), ...problemLines(problems)].join('\n'),
});
