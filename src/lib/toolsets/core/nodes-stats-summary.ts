import { z } from 'zod';
import { nameField } from '../../kubernetes/fields.js';
import { kubeletFailure, kubeletPath } from '../../kubernetes/kubelet/kubelet-request.js';
import { nodeFactTexts } from '../../kubernetes/kubelet/node-facts-text.js';
import { nodeFacts, podFacts, type PodFacts } from '../../kubernetes/kubelet/stats-summary.js';
import { cpuText, memoryText, sizeText } from '../../kubernetes/metrics/usage-text.js';
import { defineOperation } from '../../operation.js';
import { compareNames } from '../../platform/name-order.js';
import { textTable } from '../../platform/text-table.js';
import { deferred } from '../../platform/deferred.js';

const DEFAULT_PODS = 20;
const COLUMNS = ['namespace', 'name', 'cpu', 'memory', 'storage', 'fullest volume'];

export const nodesStatsSummary = defineOperation({
  name: 'nodes_stats_summary',
  title: 'What a kubelet measures',
  description: 'CPU, memory, file systems and greatest pods of one node, from its kubelet; works without metrics-server.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      name: nameField().describe('Node'),
      sort_by: z.enum(['memory', 'cpu', 'storage']).optional().describe('Of pods; default memory'),
      limit: z.int().min(0).max(1000).optional().describe('Pods at most; default 20, 0 = all'),
    }),
  ),
  output: deferred(() =>
    z.object({
      name: z.string(),
      node: z.record(z.string(), z.string()),
      pods: z.int().describe('On the node'),
      columns: z.array(z.string()),
      rows: z.array(z.array(z.string())),
    }),
  ),
  handler: async ({ cluster, signal }, { name, sort_by: order = 'memory', limit = DEFAULT_PODS }) => {
    const path = `${await kubeletPath(cluster, name, signal)}/stats/summary`;
    const summary = await cluster.request({ path, signal }).then(
      (response) => response.json(),
      (thrown: unknown) => {
        throw kubeletFailure(thrown, cluster, name);
      },
    );
    const pods = [...podFacts(summary)].sort((left, right) => right[order] - left[order] || compareNames(left.name, right.name));
    return {
      name,
      node: nodeFactTexts(nodeFacts(summary), Date.now()),
      pods: pods.length,
      columns: COLUMNS,
      rows: pods.slice(0, limit === 0 ? undefined : limit).map(cellsOf),
    };
  },
  render: ({ cluster, name, node, pods, columns, rows }: NodesStatsSummaryOutput) => {
    const facts = Object.entries(node).map(([fact, text]) => `${fact}: ${text}`);
    const more = pods > rows.length ? [`… ${String(pods - rows.length)} more pods; a larger limit shows more`] : [];
    const table = rows.length === 0 ? [] : [textTable(columns, rows)];
    return [`${cluster ?? ''}: node ${name}, ${String(pods)} pods`, ...facts, ...table, ...more].join('\n');
  },
});

interface NodesStatsSummaryOutput {
  readonly cluster?: string;
  readonly name: string;
  readonly node: Readonly<Record<string, string>>;
  readonly pods: number;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function cellsOf({ namespace, name, cpu, memory, storage, fullest }: PodFacts): string[] {
  return [namespace, name, cpuText(cpu), memoryText(memory), sizeText(storage), fullest ?? ''];
}
