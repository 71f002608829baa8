import pLimit from 'p-limit';
import type { LocalApiClient } from '../api-client.js';
import type { LocalClusterDescription } from '../cluster-description.js';
import { createObject, isEmptyList, patchObject, waitForState } from './create-object.js';

/** Bare pods to make in one namespace. */
export interface PodSeed {
  readonly namespace: string;
  /** Pods are named `<prefix>-0000` and so on. */
  readonly prefix: string;
  readonly count: number;
  /** The reason their containers wait with, such as `CrashLoopBackOff`; none: they run. */
  readonly failure?: string;
}

const PARALLEL = 32;

/** Makes pods that are Running (or failing) when this resolves; no scheduler or controller takes part, so thousands take seconds. */
export async function seedPods(client: LocalApiClient, cluster: LocalClusterDescription, seed: PodSeed): Promise<void> {
  const collection = `/api/v1/namespaces/${seed.namespace}/pods`;
  const limit = pLimit(PARALLEL);
  await Promise.all(
    Array.from({ length: seed.count }, (_, index) =>
      limit(async () => {
        const name = `${seed.prefix}-${String(index).padStart(4, '0')}`;
        await createObject(client, collection, pod(name, index, cluster, seed));
        if (!cluster.simulated) await patchObject(client, `${collection}/${name}/status`, { status: podStatus(index, seed.failure) });
      }),
    ),
  );
  const selector = `fieldSelector=status.phase!=Running&labelSelector=app=${seed.prefix}`;
  await waitForState(`${seed.count} pods to run in ${seed.namespace}`, () => isEmptyList(client, collection, selector));
}

function pod(name: string, index: number, cluster: LocalClusterDescription, seed: PodSeed): object {
  const nodeName = cluster.nodes[index % Math.max(1, cluster.nodes.length)];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      labels: { app: seed.prefix },
      ...(seed.failure === undefined ? {} : { annotations: { 'fleetwright.test/fails': seed.failure } }),
    },
    spec: {
      containers: [{ name: 'main', image: 'registry.example.com/app:1.0' }],
      tolerations: [{ operator: 'Exists' }],
      ...(nodeName === undefined ? {} : { nodeName }),
    },
  };
}

function podStatus(index: number, failure: string | undefined): object {
  const now = new Date().toISOString();
  const ready = failure === undefined ? 'True' : 'False';
  const address = `10.${Math.floor(index / 62_500) % 250}.${Math.floor(index / 250) % 250}.${(index % 250) + 1}`;
  return {
    phase: 'Running',
    startTime: now,
    hostIP: '127.0.0.1',
    podIP: address,
    podIPs: [{ ip: address }],
    conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
      type,
      status: type === 'Initialized' || type === 'PodScheduled' ? 'True' : ready,
      lastTransitionTime: now,
    })),
    containerStatuses: [
      {
        name: 'main',
        image: 'registry.example.com/app:1.0',
        imageID: '',
        ready: failure === undefined,
        started: failure === undefined,
        restartCount: failure === undefined ? 0 : 7,
        state:
          failure === undefined
            ? { running: { startedAt: now } }
            : { waiting: { reason: failure, message: 'back-off 5m0s restarting failed container=main' } },
      },
    ],
  };
}
