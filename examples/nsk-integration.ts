// A folder of kubeconfigs that follows a Rancher, and the clusters in it.
// Run with RANCHER_URL and RANCHER_TOKEN set: npx tsx examples/nsk-integration.ts
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClusterManager, NskIntegration } from 'fleetwright';

const { RANCHER_URL: rancherUrl, RANCHER_TOKEN: token } = process.env;
assert.ok(rancherUrl !== undefined && token !== undefined, 'set RANCHER_URL and RANCHER_TOKEN');
const directory = await mkdtemp(join(tmpdir(), 'clusters-'));

// The token is asked for with every request, so that it can be replaced. Nothing is minted on the server.
const nsk = new NskIntegration({ directory, mode: 'rancher', rancherUrl, rancherToken: () => token });
nsk.on('cluster-refreshed', ({ cluster, path }) => console.log(`${cluster} -> ${path}`));
nsk.on('refresh-failed', ({ code, message }) => console.error(code, message));

const report = await nsk.refresh();
console.log(report.summary);
assert.equal(report.outcome, 'Success');
assert.equal((await nsk.refresh()).written.length, 0, 'nothing is new: no file is written');

for (const { name, readiness, message } of (await nsk.status()).clusters) console.log(name, readiness, message ?? '');

const clusters = new ClusterManager({ kubeconfigDir: directory });
assert.equal((await clusters.list()).length, report.clusters);
await clusters.close();
await nsk.stop();
await rm(directory, { recursive: true });
