// For a service that acts for people: who calls, what this call may reach, when it must end.
// Run: npx tsx examples/limits-and-cancellation.ts FOLDER
import assert from 'node:assert/strict';
import { checkLimits, createFleet } from 'fleetwright';

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters' });
const [first, second] = (await fleet.clusters.list()).map(({ name }) => name);
assert.ok(first !== undefined && second !== undefined, 'two kubeconfigs are needed in the folder');

// Two people, each with an active cluster of their own.
const ada = { caller: { id: 'user:ada', user: 'ada', stateful: true } };
const bob = { caller: { id: 'user:bob', user: 'bob', stateful: true } };
await fleet.run('clusters_switch', { cluster: first }, ada);
await fleet.run('clusters_switch', { cluster: second }, bob);
assert.equal((await fleet.run('namespaces_list', {}, ada)).cluster, first);
assert.equal((await fleet.run('namespaces_list', {}, bob)).cluster, second);

// Limits narrow one call; they never widen what the fleet allows.
const limits = { access: 'read-only', toolsets: ['core'], clusters: [first] } as const;
console.log(
  `offered within the limits: ${fleet.operations
    .list(limits)
    .map(({ name }) => name)
    .join(', ')}`,
);
assert.ok(fleet.operations.list(limits).every(({ effect }) => effect === 'read'));
await assert.rejects(fleet.run('namespaces_list', { cluster: second }, { ...bob, limits }), { code: 'CLUSTER_UNKNOWN' });

// Several roles add up, each on its own clusters. Limits that come from a file are checked before they count.
const roles = { grants: [{ access: 'read-only' }, { access: 'full', clusters: [first] }] } as const;
checkLimits(roles);
assert.ok(fleet.operations.list(roles).length > fleet.operations.list({ access: 'read-only' }).length);
const misspelt: object = { acess: 'read-only' };
assert.throws(() => checkLimits(misspelt), { code: 'INPUT_INVALID' });

// A signal ends the call and the requests behind it.
await assert.rejects(fleet.run('namespaces_list', { cluster: first }, { signal: AbortSignal.abort() }), { code: 'CANCELLED' });

fleet.forgetCaller(ada.caller);
fleet.forgetCaller(bob.caller);
await fleet.close();
