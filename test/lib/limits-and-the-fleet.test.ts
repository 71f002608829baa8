import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFleet, type CallLimits, type Fleet, type FleetConfigInput, type LogLevel } from '../../src/index.js';
import { failureOf } from '../support/failure.js';
import { kubeconfig, temporaryDirectory } from '../support/kubeconfigs.js';

let directory: ReturnType<typeof temporaryDirectory>;
let fleets: Fleet[];
let logged: string[];

beforeEach(() => {
  directory = temporaryDirectory();
  fleets = [];
  logged = [];
});
afterEach(async () => {
  await Promise.all(fleets.map((fleet) => fleet.close()));
  directory.remove();
});

function fleetOf(names: readonly string[], config: FleetConfigInput = {}): Fleet {
  for (const name of names) add(name);
  const logger = {
    log: (level: LogLevel, message: string, facts?: unknown) => void logged.push(`${level} ${message} ${JSON.stringify(facts)}`),
  };
  const fleet = createFleet({ kubeconfigDir: directory.path, autoDiscovery: false, ...config }, { logger });
  fleets.push(fleet);
  return fleet;
}

const fileOf = (name: string): string => join(directory.path, `${name}.yaml`);

function add(name: string): void {
  writeFileSync(fileOf(name), kubeconfig({ server: 'https://127.0.0.1:1' }));
}

/** What a caller sees. */
async function seen(fleet: Fleet, limits: CallLimits): Promise<unknown> {
  const { clusters } = await fleet.run('clusters_list', {}, { limits });
  return clusters.map(({ name }) => name);
}

test('limits follow the clusters as they come and go', async () => {
  const fleet = fleetOf(['prod-1', 'dev-1']);
  const [globs, names, excluding]: CallLimits[] = [
    { clusters: 'prod-*' },
    { grants: [{ access: 'full', clusters: ['prod-2'] }] },
    { clusters: 'not prod-2' },
  ];
  const all = async (): Promise<unknown> => Promise.all([globs, names, excluding].map((limits) => seen(fleet, limits ?? {})));
  expect(await all()).toEqual([['prod-1'], [], []]);
  add('prod-2');
  await fleet.clusters.refresh();
  expect(await all()).toEqual([['prod-1', 'prod-2'], ['prod-2'], ['dev-1', 'prod-1']]);
  rmSync(fileOf('prod-1'));
  await fleet.clusters.refresh({ acceptRemovals: true });
  expect(await all()).toEqual([['prod-2'], ['prod-2'], ['dev-1']]);
});

test('the log says once which limit cannot be used, for the person who wrote it', async () => {
  const fleet = fleetOf(['prod-1']);
  const limits = { clusters: 'not prod-l' };
  expect([await seen(fleet, limits), await seen(fleet, limits)]).toEqual([[], []]);
  const warnings = logged.filter((line) => line.startsWith('warn'));
  expect(warnings).toEqual([expect.stringMatching(/limit on clusters.*"not prod-l".*excludes.*prod-l/)]);
});

test('a name that means two clusters is never one of them by chance', async () => {
  const fleet = fleetOf(['alpha', 'beta', 'gamma'], { clusterAliases: { beta: 'alpha' } });
  for (const clusters of [['alpha'], ['gamma', 'beta']]) {
    const error = await failureOf(fleet.call({ operation: 'pods_list', input: { cluster: 'beta' }, limits: { clusters } }));
    expect(error).toMatchObject({ code: 'CLUSTER_NAME_CONFLICT', message: expect.stringContaining('"beta"') });
  }
  const stranger = await failureOf(fleet.call({ operation: 'pods_list', input: { cluster: 'beta' }, limits: { clusters: ['gamma'] } }));
  expect(stranger).toMatchObject({ code: 'CLUSTER_UNKNOWN' });
});

test.each(['alpha', 'nowhere'])('a default of the fleet that is %s says nothing to who may not use it', async (defaultCluster) => {
  const fleet = fleetOf(['alpha', 'beta', 'gamma'], { defaultCluster });
  const error = await failureOf(fleet.call({ operation: 'pods_list', limits: { clusters: ['beta', 'gamma'] } }));
  expect(error).toMatchObject({ code: 'CLUSTER_NOT_SELECTED', message: expect.stringContaining('This caller may use: beta, gamma.') });
  expect(JSON.stringify(error)).not.toMatch(/alpha|nowhere/);
});

test('a broken entry shows to those whose limits name it', async () => {
  const fleet = fleetOf(['alpha']);
  writeFileSync(fileOf('broken'), 'clusters: [');
  const problems = async (limits: CallLimits): Promise<unknown> => {
    return (await fleet.run('clusters_list', {}, { limits })).problems.map(({ cluster }) => cluster);
  };
  expect(await problems({})).toEqual(['broken']);
  expect(await problems({ grants: [{ access: 'read-only' }] })).toEqual(['broken']);
  expect(await problems({ clusters: ['alpha', 'broken'] })).toEqual(['broken']);
  expect(await problems({ grants: [{ access: 'full', clusters: 'alpha' }] })).toEqual([]);
  expect(await problems({ clusters: '*', grants: [{ access: 'full', clusters: 'alpha' }] })).toEqual([]);
});

test('the history of refreshes names only the clusters of the caller', async () => {
  const fleet = fleetOf(['alpha']);
  await fleet.clusters.start();
  writeFileSync(fileOf('broken'), 'clusters: [');
  add('beta');
  await fleet.clusters.refresh();
  const limits: CallLimits = { grants: [{ access: 'read-only', clusters: 'alpha' }] };
  const { output } = await fleet.call({ operation: 'clusters_refresh_status', limits });
  expect(output).toMatchObject({ sources: [{ clusters: 1 }], clusters: [{ name: 'alpha' }] });
  expect(JSON.stringify(output)).not.toMatch(/beta|broken/);
  expect(JSON.stringify((await fleet.call({ operation: 'clusters_refresh_status' })).output)).toMatch(/beta.*broken|broken.*beta/);
});
