import { recordsAt, valueAt, type PlainObject } from '../../object-values.js';
import { quantityOf } from '../../quantity.js';

/** Amounts that a pod reserves on its node. */
export interface Requests {
  /** Cores. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
}

/** As the scheduler counts: all containers together, or the largest init container where that is more, plus the overhead. */
export function podRequests(pod: PlainObject): Requests {
  return { cpu: requestOf(pod, 'cpu'), memory: requestOf(pod, 'memory') };
}

function requestOf(pod: PlainObject, resource: 'cpu' | 'memory'): number {
  const asked = (container: PlainObject): number => quantityOf(valueAt(container, 'resources', 'requests', resource));
  const init = recordsAt(pod, 'spec', 'initContainers');
  // Restartable init containers stay and count with the others, and with each init container after them.
  let sidecars = 0;
  let largest = 0;
  for (const container of init) {
    if (container['restartPolicy'] === 'Always') sidecars += asked(container);
    else largest = Math.max(largest, sidecars + asked(container));
  }
  const running = recordsAt(pod, 'spec', 'containers').reduce((sum, container) => sum + asked(container), sidecars);
  const overhead = quantityOf(valueAt(pod, 'spec', 'overhead', resource));
  return Math.max(running, largest, quantityOf(valueAt(pod, 'spec', 'resources', 'requests', resource))) + overhead;
}
