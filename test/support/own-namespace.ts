import type { LocalFleet } from '../../src/testing/index.js';

/** Makes a namespace on every cluster of the fleet, and gives the call that removes it. */
export async function ownNamespace(local: LocalFleet, name: string): Promise<() => Promise<void>> {
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  await Promise.all(local.clusters.map(({ adminClient }) => adminClient.request('POST', '/api/v1/namespaces', body)));
  return async () => {
    await Promise.all(local.clusters.map(({ adminClient }) => adminClient.request('DELETE', `/api/v1/namespaces/${name}`)));
  };
}
