// Lists the clusters of a folder of kubeconfigs and the first pods of each.
// Run: npx tsx examples/first-program.ts FOLDER
import { createFleet } from 'fleetwright';

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters', readOnly: true });

const { clusters, problems } = await fleet.run('clusters_list', {});
for (const { code, message } of problems) console.error(`${code}: ${message}`);

for (const { name, environment } of clusters) {
  const pods = await fleet.run('pods_list', { cluster: name, limit: 5 });
  console.log(`${pods.cluster} (${environment}): ${pods.columns.join(' ')}`);
  for (const row of pods.rows) console.log(`  ${row.join(' ')}`);
}

await fleet.close();
if (clusters.length === 0 || problems.length > 0) process.exitCode = 1;
