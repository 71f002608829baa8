// The cluster manager without operations: find clusters, open a session, send a request of your own.
// Run: npx tsx examples/cluster-manager-alone.ts FOLDER
import assert from 'node:assert/strict';
import { ClusterManager } from 'fleetwright';

const clusters = new ClusterManager({ kubeconfigDir: process.argv[2] ?? '/etc/clusters' });
const found = await clusters.list();
assert.notEqual(found.length, 0, 'there is no kubeconfig in the folder');

for (const { name } of found) {
  const session = await clusters.session(name);
  const response = await session.request({ path: '/version', signal: AbortSignal.timeout(5_000) });
  assert.equal(response.status, 200);
  console.log(`${name}: ${response.text.replaceAll(/\s+/g, ' ')}`);
}
await clusters.close();
