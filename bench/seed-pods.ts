import type { LocalCluster } from '../src/testing/index.js';

const PARALLEL = 32;

/** Makes many pods that no node runs, as fast as the API server takes them: ten thousand in about a minute. */
export async function seedPendingPods(cluster: LocalCluster, namespace: string, count: number): Promise<void> {
  const { adminClient } = cluster;
  await cluster.seed({ namespace });
  let next = 0;
  const make = async (): Promise<void> => {
    while (next < count) {
      const name = `pod-${String(next).padStart(5, '0')}`;
      next += 1;
      const { status, text } = await adminClient.request('POST', `/api/v1/namespaces/${namespace}/pods`, {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, labels: { app: 'large' } },
        spec: { containers: [{ name: 'main', image: 'registry.example.com/app:1.0' }] },
      });
      if (status !== 201 && status !== 409) throw new Error(`${name} was not made: ${text.slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, make));
}
