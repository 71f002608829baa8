import { z } from 'zod';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';
import { pageFields, sortedPage } from '../../platform/page.js';
import { textTable } from '../../platform/text-table.js';
import { askEach, chosenRanchers, problemLines, problemShape, rancherField } from './choose-ranchers.js';
import { discoveredIn, discoveredShape } from './discovered-clusters.js';

export const nskClustersDiscover = defineOperation({
  name: 'nsk_clusters_discover',
  title: 'Discover clusters of Rancher',
  description: 'What Rancher lists now against what is at hand: new, known, or gone. Writes nothing; nsk_refresh fetches.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  needs: ['nsk'],
  input: deferred(() =>
    z.object({
      pattern: z.string().min(1).max(500).optional().describe('Only names that match (RE2)'),
      rancher: rancherField(),
      ...pageFields,
    }),
  ),
  output: deferred(() =>
    z.object({
      clusters: z.array(discoveredShape()),
      total: z.int(),
      new: z.int(),
      gone: z.int(),
      problems: z.array(problemShape()),
      continue: z.string().optional(),
    }),
  ),
  handler: async (context, { pattern, rancher, ...paging }) => {
    const { answers, problems } = await askEach(chosenRanchers(context, rancher), (each) => discoveredIn(context, each, pattern));
    const found = answers.flat();
    // The same name may be there in several Ranchers.
    const { items, ...more } = sortedPage(found, (cluster) => `${cluster.name} ${cluster.rancher} ${cluster.id}`, paging);
    return {
      clusters: [...items],
      total: found.length,
      new: found.filter(({ at_hand: atHand }) => atHand === 'new').length,
      gone: found.filter(({ at_hand: atHand }) => atHand === 'gone').length,
      problems,
      ...more,
    };
  },
  render: (output) => {
    const known = output.total - output.new - output.gone;
    const head = `${String(output.total)} clusters: ${String(output.new)} new, ${String(known)} known, ${String(output.gone)} gone`;
    const rows = output.clusters.map((cluster) => [
      cluster.name,
      cluster.at_hand,
      cluster.cluster,
      cluster.state,
      cluster.version,
      cluster.nodes,
      cluster.provider,
      cluster.rancher,
      cluster.message,
    ]);
    const columns = ['name', 'at hand', 'in the fleet as', 'state', 'version', 'nodes', 'provider', 'rancher', 'message'];
    return [
      head,
      ...(rows.length === 0 ? [] : [textTable(columns, rows)]),
      ...(output.continue === undefined ? [] : [`… more. Next: same call with continue=${output.continue}`]),
      ...(output.new === 0 ? [] : ['nsk_refresh fetches the kubeconfigs of new ones.']),
      ...problemLines(output.problems),
    ].join('\n');
  },
});
