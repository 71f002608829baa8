import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFleet, type Caller, type Fleet } from '../../src/index.js';
import { type LocalFleet, type PathPrefixProxy, startPathPrefixProxy } from '../../src/testing/index.js';
import { failureOf } from '../support/failure.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';

const ROUNDS = 250;

/** As behind Rancher: one host, one certificate, one port; only the path says which cluster is meant. */
await describeWithFleet('two clusters behind one host', () => {
  let local: LocalFleet;
  let proxy: PathPrefixProxy;
  let directory: string;
  let fleet: Fleet;
  beforeAll(async () => {
    local = await sharedFleet();
    proxy = await startPathPrefixProxy({ '/k8s/clusters/c-1': local.cluster('legacy'), '/k8s/clusters/c-2': local.cluster('current') });
    directory = await mkdtemp(join(tmpdir(), 'fleetwright-one-host-'));
    await writeFile(join(directory, 'legacy.yaml'), dump(proxy.kubeconfig('/k8s/clusters/c-1')), { mode: 0o600 });
    await writeFile(join(directory, 'current.yaml'), dump(proxy.kubeconfig('/k8s/clusters/c-2')), { mode: 0o600 });
    fleet = createFleet({ kubeconfigDir: directory });
  });
  afterAll(async () => {
    await fleet.close();
    await proxy.close();
    await local.close();
    await rm(directory, { recursive: true });
  });

  async function firstNode(input: Record<string, unknown>, caller: Caller): Promise<string> {
    const { output, cluster } = await fleet.call({
      operation: 'resources_list',
      input: { apiVersion: 'v1', kind: 'Node', limit: 1, ...input },
      caller,
    });
    return `${String(cluster)} ${String((output['rows'] as unknown[][])[0]?.[0])}`;
  }

  test('named calls never reach the other one, however many run at once', async () => {
    const caller: Caller = { id: 'named', stateful: true };
    const names = Array.from({ length: ROUNDS }, (_, index) => (index % 3 === 0 ? 'legacy' : 'current'));
    const answers = await Promise.all(names.map((cluster) => firstNode({ cluster }, caller)));
    expect(answers).toEqual(names.map((name) => `${name} ${name}-node-0`));
  });

  test('callers that switch while others call are answered by the cluster each chose', async () => {
    const callers = Array.from({ length: 10 }, (_, index): Caller => ({ id: `caller-${String(index)}`, stateful: true }));
    const wrong: string[] = [];
    await Promise.all(
      callers.map(async (caller, index) => {
        for (let round = 0; round < ROUNDS / 10; round += 1) {
          const chosen = (index + round) % 2 === 0 ? 'legacy' : 'current';
          await fleet.call({ operation: 'clusters_switch', input: { cluster: chosen }, caller });
          const answer = await firstNode({}, caller);
          if (answer !== `${chosen} ${chosen}-node-0`) wrong.push(`${caller.id}: ${answer} instead of ${chosen}`);
        }
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('a path that leads to no cluster is an error of that cluster, not the answer of another', async () => {
    const astray = dump(
      local
        .cluster('legacy')
        .kubeconfig('token', { server: `${proxy.server}/k8s/clusters/c-9`, certificateAuthority: proxy.certificateAuthority }),
    );
    await writeFile(join(directory, 'astray.yaml'), astray, { mode: 0o600 });
    await fleet.clusters.refresh();
    expect(await failureOf(fleet.run('namespaces_list', { cluster: 'astray' }))).toMatchObject({ cluster: 'astray' });
  });
});
