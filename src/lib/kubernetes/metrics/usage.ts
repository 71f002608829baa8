import { quantityOf } from '../quantity.js';
import { recordsAt, textAt, type PlainObject } from '../object-values.js';

/** What something uses: cores and bytes. */
export interface Usage {
  readonly cpu: number;
  readonly memory: number;
}

/** What one container of a pod uses. */
export interface ContainerUsage extends Usage {
  readonly name: string;
}

/** What one pod uses, container by container. */
export interface PodUsage extends Usage {
  readonly namespace: string;
  readonly name: string;
  readonly containers: readonly ContainerUsage[];
}

/** The usage in an entry of metrics.k8s.io. */
export function usageOf(entry: PlainObject): Usage {
  return { cpu: quantityOf(textAt(entry, 'usage', 'cpu')), memory: quantityOf(textAt(entry, 'usage', 'memory')) };
}

/** A PodMetrics of metrics.k8s.io; the pod uses what its containers use. */
export function podUsage(metrics: PlainObject): PodUsage {
  const containers = recordsAt(metrics, 'containers').map((entry) => ({ name: textAt(entry, 'name') ?? '', ...usageOf(entry) }));
  return {
    namespace: textAt(metrics, 'metadata', 'namespace') ?? '',
    name: textAt(metrics, 'metadata', 'name') ?? '',
    containers,
    ...totalUsage(containers),
  };
}

/** The sum of several. */
export function totalUsage(usages: readonly Usage[]): Usage {
  return usages.reduce((sum, { cpu, memory }) => ({ cpu: sum.cpu + cpu, memory: sum.memory + memory }), { cpu: 0, memory: 0 });
}
