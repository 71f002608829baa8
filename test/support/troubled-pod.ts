import { expect } from 'vitest';
import type { LocalCluster } from '../../src/testing/index.js';

/** A pod in a state that no simulated node would bring about by itself. */
export interface TroubledPod {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Added to the spec; a pod without a node gets the second simulated one. */
  readonly spec?: Readonly<Record<string, unknown>>;
  /** Added to that of its one container, `main`. */
  readonly container?: Readonly<Record<string, unknown>>;
  readonly ownerReferences?: readonly object[];
  /** Replaces what the simulated kubelet wrote. */
  readonly status: Readonly<Record<string, unknown>>;
  /** Warnings about it. */
  readonly events?: readonly { readonly reason: string; readonly message: string; readonly count?: number; readonly container?: string }[];
}

/** Makes the pod, lets kwok write its status once, then writes the status that is wanted. kwok does not touch it again. */
export async function troubledPod(cluster: LocalCluster, pod: TroubledPod): Promise<void> {
  const { name, namespace, labels = {}, spec = {}, container = {}, status, events = [], ownerReferences = [] } = pod;
  const collection = `/api/v1/namespaces/${namespace}/pods`;
  const created = await send(cluster, 'POST', collection, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels, ownerReferences, annotations: { 'fleetwright.test/fails': 'Staged' } },
    spec: {
      nodeName: `${cluster.name}-node-1`,
      tolerations: [{ operator: 'Exists' }],
      containers: [{ name: 'main', image: 'registry.example.com/app:1.0', ...container }],
      ...spec,
    },
  });
  const path = `${collection}/${name}`;
  await expect.poll(async () => (await cluster.adminClient.request('GET', path)).text, { timeout: 60_000 }).toMatch(/"containerStatuses"/);
  await send(cluster, 'PATCH', `${path}/status`, { status });
  await Promise.all(events.map((event, index) => warn(cluster, { kind: 'Pod', namespace, name, uid: uidOf(created) }, event, index)));
}

/** Records a warning about any object. */
export async function warn(
  cluster: LocalCluster,
  about: { readonly kind: string; readonly namespace?: string; readonly name: string; readonly uid?: string },
  event: { readonly reason: string; readonly message: string; readonly count?: number; readonly container?: string },
  number = 0,
): Promise<void> {
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const namespace = about.namespace ?? 'default';
  await send(cluster, 'POST', `/api/v1/namespaces/${namespace}/events`, {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${about.name}.${event.reason.toLowerCase()}-${String(number)}` },
    involvedObject: { ...about, ...(event.container === undefined ? {} : { fieldPath: `spec.containers{${event.container}}` }) },
    reason: event.reason,
    message: event.message,
    type: 'Warning',
    count: event.count ?? 1,
    firstTimestamp: now,
    lastTimestamp: now,
    source: { component: 'kubelet' },
  });
}

/** One request that must succeed. */
export async function send(cluster: LocalCluster, method: string, path: string, body?: object): Promise<unknown> {
  const answer = await cluster.adminClient.request(method, path, body);
  if (answer.status > 299) throw new Error(`${method} ${path}: ${answer.text}`);
  return answer.json();
}

function uidOf(object: unknown): string {
  const { metadata } = object as { metadata: { uid: string } };
  return metadata.uid;
}

/** The statuses of container `main`; the rest of a Running pod that is not ready. */
export function notReady(main: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const since = '2026-01-01T00:00:00Z';
  return {
    phase: 'Running',
    conditions: [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: since },
      {
        type: 'Ready',
        status: 'False',
        reason: 'ContainersNotReady',
        message: 'containers with unready status: [main]',
        lastTransitionTime: since,
      },
    ],
    containerStatuses: [
      { name: 'main', image: 'registry.example.com/app:1.0', imageID: '', ready: false, started: false, restartCount: 0, ...main },
    ],
  };
}
