import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../src/index.js';
import type { LocalFleet } from '../../src/testing/index.js';
import { failureOf } from '../support/failure.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';

await describeWithFleet('what a call with wrong input gets', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, defaultCluster: 'legacy' });
    await fleet.clusters.start();
  });
  afterAll(async () => {
    await fleet.close();
    await local.close();
  });
  const roundTrips = (): number => local.clusters.reduce((sum, { faults }) => sum + faults.counters().roundTrips, 0);

  test.each([
    ['an unknown cluster', 'pods_list', { cluster: 'legaci' }, 'CLUSTER_UNKNOWN', /legaci.*legacy/],
    ['another letter case', 'pods_list', { cluster: 'Legacy' }, 'CLUSTER_UNKNOWN', /Legacy/],
    ['a misspelt parameter', 'pods_list', { contxt: 'current' }, 'INPUT_INVALID', /contxt.*cluster/],
    ['the parameter other servers use', 'pods_list', { context: 'current' }, 'INPUT_INVALID', /context.*cluster/],
    ['a list as the cluster', 'pods_list', { cluster: ['current'] }, 'INPUT_INVALID', /cluster/],
    ['a number as the cluster', 'pods_list', { cluster: 5 }, 'INPUT_INVALID', /cluster/],
    ['null as the cluster', 'pods_list', { cluster: null }, 'INPUT_INVALID', /cluster/],
    ['an empty cluster', 'pods_list', { cluster: '' }, 'INPUT_INVALID', /cluster/],
    ['no object', 'pods_list', 'cluster=current', 'INPUT_INVALID', /object/],
    ['a list', 'pods_list', [], 'INPUT_INVALID', /object/],
    ['an unknown operation', 'pods_lst', {}, 'OPERATION_UNKNOWN', /pods_list/],
    ['an operation named like an object member', 'constructor', {}, 'OPERATION_UNKNOWN', /constructor/],
    ['a missing parameter', 'pods_list_in_namespace', { cluster: 'current' }, 'INPUT_INVALID', /namespace/],
    [
      'a namespace that is a flag',
      'pods_list_in_namespace',
      { cluster: 'current', namespace: '--kubeconfig=/etc' },
      'INPUT_INVALID',
      /--kubeconfig/,
    ],
    ['a namespace with a slash', 'pods_list_in_namespace', { cluster: 'current', namespace: 'shop/pods' }, 'INPUT_INVALID', /shop\/pods/],
    ['a namespace that climbs', 'pods_list_in_namespace', { cluster: 'current', namespace: '..' }, 'INPUT_INVALID', /\.\./],
    ['an encoded slash in a name', 'pods_get', { cluster: 'current', namespace: 'shop', name: 'a%2fb' }, 'INPUT_INVALID', /a%2fb/],
    ['a name that is a flag', 'pods_log', { cluster: 'current', namespace: 'shop', name: '-f' }, 'INPUT_INVALID', /-f/],
    [
      'a name of several kinds',
      'resources_get',
      { cluster: 'current', apiVersion: 'v1', kind: 'secret,pod', name: 'x' },
      'INPUT_INVALID',
      /kind/,
    ],
    [
      'a kind with a slash',
      'resources_get',
      { cluster: 'current', apiVersion: 'v1', kind: 'secret/database', name: 'x' },
      'INPUT_INVALID',
      /kind/,
    ],
    [
      'an apiVersion that climbs',
      'resources_list',
      { cluster: 'current', apiVersion: '../v1', kind: 'Pod' },
      'INPUT_INVALID',
      /apiVersion/,
    ],
    ['a negative limit', 'pods_list', { cluster: 'current', limit: -1 }, 'INPUT_INVALID', /limit/],
  ] as const)('%s', async (_what, operation, input, code, message) => {
    const before = roundTrips();
    const error = await failureOf(fleet.call({ operation, input }));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(error.hint).not.toBe('');
    expect(roundTrips(), 'nothing is asked of any cluster').toBe(before);
  });

  test('an error of a cluster names it, and what to do', async () => {
    const error = await failureOf(fleet.call({ operation: 'pods_get', input: { cluster: 'current', namespace: 'shop', name: 'nobody' } }));
    expect(error).toMatchObject({ code: 'NOT_FOUND', cluster: 'current', message: expect.stringContaining('nobody') as string });
  });

  test('a kind the cluster does not serve is told apart from an object that is not there', async () => {
    const error = await failureOf(
      fleet.call({ operation: 'resources_list', input: { cluster: 'current', apiVersion: 'example.com/v1', kind: 'Wodget' } }),
    );
    expect(error).toMatchObject({ code: 'KIND_UNKNOWN', cluster: 'current', message: expect.stringContaining('Widget') as string });
  });

  test('after close every call is refused', async () => {
    const closed = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
    await closed.close();
    expect(await failureOf(closed.call({ operation: 'clusters_list' }))).toMatchObject({ code: 'CLOSED' });
  });
});
