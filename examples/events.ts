// Follows what happens in the fleet: a kubeconfig that appears in the folder is a new cluster at once.
// Run: npx tsx examples/events.ts FOLDER
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFleet } from 'fleetwright';

const source = process.argv[2] ?? '/etc/clusters';
const watched = await mkdtemp(join(tmpdir(), 'fleetwright-events-'));
const fleet = createFleet({ kubeconfigDir: watched });
const added = new Promise<string>((resolve, reject) => {
  // The watches of a fleet do not keep a process alive; this timer does, and ends the wait.
  const timer = setTimeout(reject, 10_000, new Error('no cluster-added event within 10 s'));
  fleet.once('cluster-added', ({ cluster }) => {
    clearTimeout(timer);
    resolve(cluster);
  });
});
fleet.on('operation-finished', ({ operation, outcome, durationMs }) => {
  console.log(`${operation}: ${outcome} after ${durationMs.toFixed(1)} ms`);
});

try {
  const before = await fleet.run('clusters_list', {});
  const file = (await readdir(source)).find((name) => name.endsWith('.yaml'));
  assert.ok(file !== undefined, `${source} holds no kubeconfig`);
  await copyFile(join(source, file), join(watched, 'newcomer.yaml'));
  assert.equal(await added, 'newcomer');
  const after = await fleet.run('clusters_list', {});
  assert.equal(after.total, before.total + 1);
} finally {
  await fleet.close();
  await rm(watched, { recursive: true });
}
