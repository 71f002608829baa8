// Found in the leading server, and asked for in flux-operator #899: a target that was misspelt, of another type or named by another
// parameter was ignored, and the call ran on the default cluster and reported success.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { smallestInput } from '../../contract/catalog/smallest-input.js';
import { describeWithFleet } from '../../support/fleet.js';
import { ending, NAMED, openSite, type Site } from './site.js';
import type { Fleet } from '../../../src/index.js';

const onOneCluster = NAMED.filter(([, { scope }]) => scope === 'cluster');

await describeWithFleet('no call runs on another cluster than was meant', () => {
  let site: Site;
  let fleet: Fleet;
  beforeAll(async () => {
    site = await openSite();
    // A default is there to fall back to.
    fleet = site.open({ defaultCluster: 'legacy', clusterAliases: { old: 'legacy' } });
    await fleet.clusters.start();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  test.each(onOneCluster)('%s', async (name, operation) => {
    const { cluster: _cluster, ...input } = smallestInput(operation, 'current');
    const before = site.requests();
    for (const [target, code] of [
      [{ context: 'current' }, 'INPUT_INVALID'],
      [{ contxt: 'current' }, 'INPUT_INVALID'],
      [{ Cluster: 'current' }, 'INPUT_INVALID'],
      [{ kubeconfig: '/dev/null' }, 'INPUT_INVALID'],
      [{ cluster: ['current'] }, 'INPUT_INVALID'],
      [{ cluster: 5 }, 'INPUT_INVALID'],
      [{ cluster: null }, 'INPUT_INVALID'],
      [{ cluster: {} }, 'INPUT_INVALID'],
      [{ cluster: '' }, 'INPUT_INVALID'],
      [{ cluster: 'curent' }, 'CLUSTER_UNKNOWN'],
      [{ cluster: 'CURRENT' }, 'CLUSTER_UNKNOWN'],
      [{ cluster: 'current ' }, 'CLUSTER_UNKNOWN'],
      [{ cluster: 'current,legacy' }, 'CLUSTER_UNKNOWN'],
      [{ cluster: '*' }, 'CLUSTER_UNKNOWN'],
    ] as const) {
      expect({ target, code: (await ending(fleet, name, { ...input, ...target })).code }).toEqual({ target, code });
    }
    if (operation.effect !== 'read') expect((await ending(fleet, name, input)).code).toBe('CLUSTER_NOT_SELECTED');
    expect(site.requests()).toBe(before);
  });

  describe.each(['legacy', 'current'])('an answer of %s', (cluster) => {
    test.each(onOneCluster.filter(([, { effect }]) => effect === 'read'))('%s names it', { timeout: 60_000 }, async (name, operation) => {
      const { result, shown } = await ending(fleet, name, smallestInput(operation, cluster));
      if (result === undefined) expect(JSON.parse(shown)).toMatchObject({ cluster });
      else expect(result).toMatchObject({ cluster, output: { cluster } });
    });
  });
});
