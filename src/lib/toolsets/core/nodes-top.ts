import { z } from 'zod';
import { labelSelectorField, nameField } from '../../kubernetes/fields.js';
import { inputError } from '../../kubernetes/input-error.js';
import { renderTable } from '../../kubernetes/listing/list-text.js';
import { nodeCapacities } from '../../kubernetes/metrics/node-capacity.js';
import { readMetrics } from '../../kubernetes/metrics/read-metrics.js';
import { byUsage, mostRowsField, sortByField } from '../../kubernetes/metrics/usage-order.js';
import { usageOutput } from '../../kubernetes/metrics/usage-output.js';
import { usageTable } from '../../kubernetes/metrics/usage-table.js';
import { cpuText, memoryText, percentText } from '../../kubernetes/metrics/usage-text.js';
import { usageOf } from '../../kubernetes/metrics/usage.js';
import { textAt } from '../../kubernetes/object-values.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';

const COLUMNS = ['name', 'cpu', 'cpu %', 'memory', 'memory %'];

export const nodesTop = defineOperation({
  name: 'nodes_top',
  title: 'Usage of nodes',
  description: 'CPU and memory that nodes use, and how much of what pods may use that is. Needs metrics-server.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      name: nameField().optional().describe('Node'),
      label_selector: labelSelectorField(),
      sort_by: sortByField(),
      limit: mostRowsField(),
    }),
  ),
  output: usageOutput,
  handler: async (context, { name, label_selector: labelSelector, sort_by: order, limit }) => {
    if (name !== undefined && labelSelector !== undefined)
      throw inputError('label_selector', 'Pass either name or label_selector, not both.');
    const [entries, capacities] = await Promise.all([
      readMetrics(context, { kind: 'Node', name, labelSelector }),
      nodeCapacities(context, { name, labelSelector }),
    ]);
    const used = new Map(entries.map((entry) => [textAt(entry, 'metadata', 'name') ?? '', usageOf(entry)]));
    const names = [...new Set([...used.keys(), ...(capacities?.keys() ?? [])])];
    const nodes = names.map((one) => ({ name: one, usage: used.get(one) })).sort(byUsage(order));
    const rows = nodes.map(({ name: node, usage }) => {
      const whole = capacities?.get(node) ?? { cpu: 0, memory: 0 };
      if (usage === undefined) return [node, '', '', '', ''];
      const { cpu, memory } = usage;
      return [node, cpuText(cpu), percentText(cpu, whole.cpu) ?? '', memoryText(memory), percentText(memory, whole.memory) ?? ''];
    });
    const silent = nodes.filter(({ usage }) => usage === undefined).map(({ name: node }) => node);
    const notes = [
      ...(silent.length === 0
        ? []
        : [`No metrics of ${String(silent.length)} nodes (${silent.slice(0, 5).join(', ')}): not ready, or new.`]),
      ...(capacities === undefined ? ['You may not see nodes: what they have is unknown.'] : []),
    ];
    return { kind: 'NodeMetrics', ...usageTable(COLUMNS, rows, { limit, entries, notes }) };
  },
  render: renderTable,
});
