import { numberAt, recordAt, recordsAt, textAt, type PlainObject } from '../object-values.js';

/** A file system: bytes and index nodes. */
export interface FileSystemFacts {
  readonly used: number;
  readonly capacity: number;
  readonly inodesUsed?: number | undefined;
  readonly inodes?: number | undefined;
}

/** What a kubelet says of its node. Absent is what it does not say. */
export interface NodeFacts {
  readonly startedAt?: string | undefined;
  /** Cores. */
  readonly cpu?: number | undefined;
  /** Bytes. */
  readonly memory?: number | undefined;
  readonly memoryAvailable?: number | undefined;
  readonly swap?: number | undefined;
  readonly fileSystem?: FileSystemFacts | undefined;
  readonly imageFileSystem?: FileSystemFacts | undefined;
  readonly processes?: { readonly running: number; readonly most: number } | undefined;
  readonly network?: { readonly name: string; readonly received: number; readonly sent: number; readonly errors: number } | undefined;
}

/** What it says of one pod. */
export interface PodFacts {
  readonly namespace: string;
  readonly name: string;
  readonly cpu: number;
  readonly memory: number;
  /** Of its containers, logs and emptyDir volumes, bytes. */
  readonly storage: number;
  /** The fullest volume: `data 91%`. */
  readonly fullest?: string | undefined;
}

/** The node in the answer of /stats/summary. */
export function nodeFacts(summary: unknown): NodeFacts {
  const node = recordAt(summary, 'node');
  const running = numberAt(node, 'rlimit', 'curproc');
  const received = numberAt(node, 'network', 'rxBytes');
  return {
    startedAt: textAt(node, 'startTime'),
    cpu: coresOf(node),
    memory: numberAt(node, 'memory', 'workingSetBytes'),
    memoryAvailable: numberAt(node, 'memory', 'availableBytes'),
    swap: numberAt(node, 'swap', 'swapUsageBytes'),
    fileSystem: fileSystemFacts(recordAt(node, 'fs')),
    imageFileSystem: fileSystemFacts(recordAt(node, 'runtime', 'imageFs')),
    processes: running === undefined ? undefined : { running, most: numberAt(node, 'rlimit', 'maxpid') ?? 0 },
    network:
      received === undefined
        ? undefined
        : {
            name: textAt(node, 'network', 'name') ?? '',
            received,
            sent: numberAt(node, 'network', 'txBytes') ?? 0,
            errors: (numberAt(node, 'network', 'rxErrors') ?? 0) + (numberAt(node, 'network', 'txErrors') ?? 0),
          },
  };
}

/** Its pods, in its order. */
export function podFacts(summary: unknown): readonly PodFacts[] {
  return recordsAt(summary, 'pods').map((pod) => ({
    namespace: textAt(pod, 'podRef', 'namespace') ?? '',
    name: textAt(pod, 'podRef', 'name') ?? '',
    cpu: coresOf(pod) ?? sumOver(pod, (container) => coresOf(container)),
    memory: numberAt(pod, 'memory', 'workingSetBytes') ?? sumOver(pod, (container) => numberAt(container, 'memory', 'workingSetBytes')),
    storage: numberAt(pod, 'ephemeral-storage', 'usedBytes') ?? 0,
    fullest: fullestVolume(pod),
  }));
}

function coresOf(object: unknown): number | undefined {
  const nanos = numberAt(object, 'cpu', 'usageNanoCores');
  return nanos === undefined ? undefined : nanos / 1e9;
}

function fileSystemFacts(system: unknown): FileSystemFacts | undefined {
  const capacity = numberAt(system, 'capacityBytes');
  if (capacity === undefined) return undefined;
  const inodes = numberAt(system, 'inodes');
  const free = numberAt(system, 'inodesFree');
  // What is reserved for root counts as used, as it does where a kubelet evicts.
  const used = capacity - (numberAt(system, 'availableBytes') ?? capacity - (numberAt(system, 'usedBytes') ?? 0));
  return { used, capacity, inodes, inodesUsed: inodes === undefined || free === undefined ? undefined : inodes - free };
}

function sumOver(pod: PlainObject, amount: (container: PlainObject) => number | undefined): number {
  return recordsAt(pod, 'containers').reduce((sum, container) => sum + (amount(container) ?? 0), 0);
}

function fullestVolume(pod: PlainObject): string | undefined {
  const parts = recordsAt(pod, 'volume').flatMap((volume) => {
    const capacity = numberAt(volume, 'capacityBytes');
    const used = numberAt(volume, 'usedBytes');
    const name = textAt(volume, 'pvcRef', 'name') ?? textAt(volume, 'name') ?? '';
    return capacity === undefined || used === undefined || capacity === 0 ? [] : [{ name, share: used / capacity }];
  });
  const [fullest] = parts.sort((left, right) => right.share - left.share);
  return fullest === undefined ? undefined : `${fullest.name} ${String(Math.round(fullest.share * 100))}%`;
}
