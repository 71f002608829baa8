// Real control planes on this machine for the tests of a service: one cluster, faults, and many endpoints made of it.
// Run: npx tsx examples/testing-local-clusters.ts
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createFleet } from 'fleetwright';
import { attachLocalFleet, controlPlanesAvailable, multiplyClusters, startLocalFleet, startPathPrefixProxy } from 'fleetwright/testing';

// etcd and kube-apiserver only: cheap. Without `controllers: false` Deployments roll out on simulated nodes.
const options = { clusters: [{ name: 'shop', controllers: false, seed: { namespace: 'orders', pods: 3 } }] };
const { available, reason } = await controlPlanesAvailable(options);
assert.ok(available, reason);
await using local = await startLocalFleet(options);

const fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, requestTimeout: '500ms' });
const orders = { cluster: 'shop', namespace: 'orders' };
const { rows } = await fleet.run('pods_list_in_namespace', orders);
console.log(rows.map(([name]) => name));
assert.equal(rows.length, 3);

local.cluster('shop').faults.hang();
await assert.rejects(fleet.run('pods_list_in_namespace', orders), { code: 'TIMEOUT', cluster: 'shop' });
await local.cluster('shop').faults.clear();
await fleet.close();

// Another process (a test file, say) uses the same clusters, with faults of its own.
const attached = await attachLocalFleet(local.describe());
assert.equal((await attached.cluster('shop').adminClient.request('GET', '/readyz')).status, 200);
await attached.close();

// Fifty clusters for a client, one for this machine.
const kubeconfigDirectory = join(local.directory, 'many');
const many = await multiplyClusters(local.clusters, { count: 50, namePrefix: 'shop', kubeconfigDirectory });
const large = createFleet({ kubeconfigDir: kubeconfigDirectory });
assert.equal((await large.run('clusters_status', {})).coverage.ok, 50);
await large.close();
await many.close();

// Clusters behind one host, told apart by path.
const proxy = await startPathPrefixProxy({ '/k8s/clusters/a': local.cluster('shop') });
const behind = proxy.kubeconfig('/k8s/clusters/a').clusters[0].cluster;
assert.equal(behind['server'], `${proxy.server}/k8s/clusters/a`);
await proxy.close();
