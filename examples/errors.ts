// What a failure looks like: a code for programs, a message and a hint for people, the cluster it came from.
// Run: npx tsx examples/errors.ts FOLDER
import { createFleet, FleetError } from 'fleetwright';

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters' });

try {
  await fleet.run('pods_list', { cluster: 'no-such-cluster' });
  process.exitCode = 1;
} catch (error) {
  if (!FleetError.isInstance(error)) throw error;
  console.log(`${error.code}: ${error.message}\n${error.hint}`);
  if (error.code !== 'CLUSTER_UNKNOWN' || error.retryable) process.exitCode = 1;
} finally {
  await fleet.close();
}
