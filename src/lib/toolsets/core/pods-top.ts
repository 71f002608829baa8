import { z } from 'zod';
import type { ClusterContext } from '../../context.js';
import { labelSelectorField, nameField, namespaceField } from '../../kubernetes/fields.js';
import { inputError } from '../../kubernetes/input-error.js';
import { listHead } from '../../kubernetes/listing/list-output.js';
import { renderTable } from '../../kubernetes/listing/list-text.js';
import { readMetrics } from '../../kubernetes/metrics/read-metrics.js';
import { byUsage, mostRowsField, sortByField } from '../../kubernetes/metrics/usage-order.js';
import { usageOutput } from '../../kubernetes/metrics/usage-output.js';
import { usageTable } from '../../kubernetes/metrics/usage-table.js';
import { cpuText, memoryText } from '../../kubernetes/metrics/usage-text.js';
import { podUsage, totalUsage, type PodUsage, type Usage } from '../../kubernetes/metrics/usage.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';

const podsTopInput = deferred(() =>
  z.object({
    all_namespaces: z.boolean().optional().describe('Default true without namespace or name'),
    namespace: namespaceField().optional(),
    name: nameField().optional().describe('Pod'),
    label_selector: labelSelectorField(),
    containers: z.boolean().optional().describe('A row for each container'),
    sort_by: sortByField(),
    limit: mostRowsField(),
  }),
);

export const podsTop = defineOperation({
  name: 'pods_top',
  title: 'Usage of pods',
  description: 'CPU and memory that pods use now, greatest first. Needs metrics-server.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: podsTopInput,
  output: usageOutput,
  handler: async (context, input) => {
    const namespace = await namespaceOf(context, input);
    const { name, label_selector: labelSelector } = input;
    const entries = await readMetrics(context, { kind: 'Pod', namespace, name, labelSelector });
    const pods = entries.map(podUsage);
    const perContainer = input.containers === true;
    const lines = pods.flatMap((pod) => linesOf(pod, perContainer)).sort(byUsage(input.sort_by));
    const columns = [...(namespace === undefined ? ['namespace'] : []), 'name', ...(perContainer ? ['container'] : []), 'cpu', 'memory'];
    const rows = lines.map(({ cells, usage }) => [
      ...cells.slice(namespace === undefined ? 0 : 1),
      cpuText(usage.cpu),
      memoryText(usage.memory),
    ]);
    const { cpu, memory } = totalUsage(pods);
    const notes = pods.length < 2 ? [] : [`${String(pods.length)} pods together: cpu ${cpuText(cpu)}, memory ${memoryText(memory)}.`];
    return { ...listHead('PodMetrics', namespace), ...usageTable(columns, rows, { limit: input.limit, entries, notes }) };
  },
  render: renderTable,
});

/** Undefined: all of them. @throws FleetError INPUT_INVALID for parameters that do not go together */
async function namespaceOf({ cluster, signal }: ClusterContext, input: z.output<typeof podsTopInput>): Promise<string | undefined> {
  const { all_namespaces: all, namespace, name, label_selector: selector } = input;
  if (all === true && namespace !== undefined) throw inputError('all_namespaces', 'Pass either namespace or all_namespaces, not both.');
  if (all === true && name !== undefined) throw inputError('name', 'A pod is in one namespace: pass namespace instead of all_namespaces.');
  if (name !== undefined && selector !== undefined) throw inputError('label_selector', 'Pass either name or label_selector, not both.');
  return namespace ?? (all === false || name !== undefined ? await cluster.defaultNamespace(signal) : undefined);
}

interface UsageLine {
  /** For the order. */
  readonly name: string;
  /** Namespace, pod and, where asked for, container. */
  readonly cells: readonly string[];
  readonly usage: Usage;
}

function linesOf(pod: PodUsage, perContainer: boolean): readonly UsageLine[] {
  const { namespace, name, containers } = pod;
  if (!perContainer) return [{ name: `${namespace}/${name}`, cells: [namespace, name], usage: pod }];
  return containers.map((container) => {
    return { name: `${namespace}/${name}/${container.name}`, cells: [namespace, name, container.name], usage: container };
  });
}
