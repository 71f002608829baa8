// The cluster manager without operations: find clusters, open a session, send a request of your own.
// Run: npx tsx examples/cluster-manager-alone.ts FOLDER
import { ClusterManager } from 'fleetwright';

const clusters = new ClusterManager({ kubeconfigDir: process.argv[2] ?? '/etc/clusters' });

let answered = 0;
for (const { name } of await clusters.list()) {
  const session = await clusters.session(name);
  const response = await session.request({ path: '/version', signal: AbortSignal.timeout(5_000) });
  console.log(`${name}: ${response.text.replaceAll(/\s+/g, ' ')}`);
  answered += 1;
}

await clusters.close();
if (answered === 0) process.exitCode = 1;
