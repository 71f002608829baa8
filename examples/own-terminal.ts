// Small parts for a command of your own that shows a fleet to people: aligned tables, "did you mean", masked secrets.
// Run: npx tsx examples/own-terminal.ts FOLDER
import assert from 'node:assert/strict';
import { createFleet, didYouMean, findProgram, hostEnvironment, redactText, textTable, toStatusOutput } from 'fleetwright';

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters', readOnly: true });
const { clusters } = await fleet.clusters.status();
await fleet.close();
assert.notEqual(clusters.length, 0, 'there is no kubeconfig in the folder');

const table = textTable(
  ['cluster', 'status'],
  clusters.map(({ cluster, state }) => [cluster, state]),
);
console.log(table);
assert.match(table, /^CLUSTER +STATUS\n/);

// For programs that read what yours prints: the form that every adapter has on the wire.
const [first] = clusters.map(toStatusOutput);
console.log(JSON.stringify(first));
assert.equal(first?.status, clusters[0]?.state);

const names = clusters.map(({ cluster }) => cluster);
assert.equal(didYouMean(`${names[0] ?? ''}x`, names), ` Did you mean "${names[0] ?? ''}"?`);
assert.equal(redactText('login with --token=abcdef0123456789'), 'login with --token=[redacted]');
const kubectl = await findProgram('kubectl', hostEnvironment()['PATH'] ?? '');
console.log(kubectl === undefined ? 'kubectl is not installed' : `kubectl is ${kubectl}`);
