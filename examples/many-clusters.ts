// Asks every cluster at once, and says what could not be asked.
// Run: npx tsx examples/many-clusters.ts FOLDER
import assert from 'node:assert/strict';
import { createFleet } from 'fleetwright';

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters', readOnly: true });

const answer = await fleet.run('clusters_exec_all', {
  operation: 'pods_list',
  parameters: { fieldSelector: 'status.phase!=Succeeded', limit: 100 },
});
const { matched, ok, stale, failed, denied, skipped } = answer.coverage;
console.log(`${answer.rows.length} pods; ${ok} of ${matched} clusters answered`);
for (const { cluster, code, message } of answer.failures) console.error(`${cluster}: ${code}: ${message}`);
await fleet.close();

// Every cluster that was meant is in exactly one of the counts: nothing is left out silently.
assert.equal(ok + stale + failed + denied + skipped, matched);
assert.equal(ok, matched, 'some clusters did not answer');
assert.notEqual(matched, 0, 'there is no cluster');
