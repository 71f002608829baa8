// What a failure looks like: a code for programs, a message and a hint for people, the cluster it came from. And how to make one.
// Run: npx tsx examples/errors.ts FOLDER
import assert from 'node:assert/strict';
import { createFleet, ERROR_CODES, FleetError, toFleetError } from 'fleetwright';

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters' });

try {
  await fleet.run('pods_list', { cluster: 'no-such-cluster' });
  assert.fail('there is such a cluster');
} catch (error) {
  // Not `instanceof`: two copies of the package may be installed.
  if (!FleetError.isInstance(error)) throw error;
  console.log(`${error.code}: ${error.message}\n${error.hint}`);
  assert.equal(error.code, 'CLUSTER_UNKNOWN');
  assert.equal(error.retryable, false);
  assert.equal(error.hint, ERROR_CODES.CLUSTER_UNKNOWN.hint);
} finally {
  await fleet.close();
}

// In an operation or a cluster source of your own, throw one with its cause; what goes over a wire is its plain data.
const own = new FleetError('SOURCE_FAILED', 'The inventory did not answer.', { cluster: 'prod-1', cause: new Error('HTTP 503') });
assert.deepEqual(own.toJSON(), {
  code: 'SOURCE_FAILED',
  message: 'The inventory did not answer.',
  hint: ERROR_CODES.SOURCE_FAILED.hint,
  retryable: true,
  cluster: 'prod-1',
  cause: 'HTTP 503',
});

// Anything that was thrown, as one of them: an abort is CANCELLED, what nobody knows is INTERNAL.
assert.equal(toFleetError(AbortSignal.abort().reason).code, 'CANCELLED');
assert.equal(toFleetError(new TypeError('x is not a function')).code, 'INTERNAL');
