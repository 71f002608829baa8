import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClusterManager, type ClusterManagerOptions } from '../../src/lib/cluster-manager.js';
import { failureOf } from '../support/descriptor.js';
import { kubeconfig, temporaryDirectory } from '../support/kubeconfigs.js';
import { textWith } from '../support/text-like.js';

let directory: { path: string; remove: () => void };
let manager: ClusterManager | undefined;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(async () => {
  await manager?.close();
  directory.remove();
});

function write(...names: string[]): void {
  for (const name of names) writeFileSync(join(directory.path, `${name}.yaml`), kubeconfig({ server: `https://${name}.test` }));
}

function manage(options: ClusterManagerOptions = {}): ClusterManager {
  manager = new ClusterManager({ kubeconfigDir: directory.path, autoDiscovery: false, ...options });
  return manager;
}

describe('ClusterManager: which clusters there are', () => {
  it('lists clusters in the order of names, with what is known of each', async () => {
    write('prod-10', 'prod-2', 'lab');
    const clusters = manage({ environments: { 'prod-*': 'live' }, zones: { 'prod-2': 'fedramp' }, clusterAliases: { main: 'prod-2' } });
    await clusters.setActive('main');
    const list = await clusters.list();
    expect(
      list.map(({ name, environment, environmentGuessed, zone, isActive, aliases, stale }) => [
        name,
        environment,
        environmentGuessed,
        zone,
        isActive,
        aliases,
        stale,
      ]),
    ).toEqual([
      ['lab', 'dev', true, 'default', false, [], false],
      ['prod-2', 'live', false, 'fedramp', true, ['main'], false],
      ['prod-10', 'live', false, 'default', false, [], false],
    ]);
    expect(list[1]).toMatchObject({
      source: `kubeconfig-directory:${directory.path}`,
      kubeconfigPath: join(directory.path, 'prod-2.yaml'),
    });
  });

  it('answers with zero clusters, and says why, where there are none', async () => {
    const missing = manage({ kubeconfigDir: join(directory.path, 'missing') });
    expect(await missing.list()).toEqual([]);
    expect(missing.failures()).toMatchObject([{ error: { code: 'SOURCE_FAILED' } }]);
    expect(await failureOf(missing.get('x'))).toMatchObject({
      code: 'CLUSTER_UNKNOWN',
      message: textWith('No clusters are known. 1 entry could not be read'),
    });
    await missing.close();
    const none = manage({ kubeconfigDir: undefined, sources: [] });
    expect([await none.list(), none.failures()]).toEqual([[], []]);
    expect(await none.status()).toMatchObject({ clusters: [], coverage: { matched: 0 } });
  });

  it('finds by exact name and alias only, and suggests the nearest', async () => {
    write('prod-1', 'prod-2');
    const clusters = manage({ clusterAliases: { 'main': 'prod-1', 'old': 'prod-7', 'prod-2': 'prod-1' } });
    expect((await clusters.get('main')).name).toBe('prod-1');
    for (const name of ['prod', 'PROD-1', 'prod-1 ', 'prod*', '', '__proto__'])
      expect((await failureOf(clusters.get(name))).code).toBe('CLUSTER_UNKNOWN');
    expect((await failureOf(clusters.get('pord-1'))).message).toBe(
      'There is no cluster "pord-1". Did you mean "prod-1"? Known clusters: prod-1, prod-2.',
    );
    expect((await failureOf(clusters.get('old'))).message).toContain('The alias "old" means the cluster "prod-7", which does not exist.');
    expect((await failureOf(clusters.get('prod-2'))).code).toBe('CLUSTER_NAME_CONFLICT');
    expect((await failureOf(clusters.session('nope'))).code).toBe('CLUSTER_UNKNOWN');
  });

  it('lists at most 20 names in an error', async () => {
    write(...Array.from({ length: 30 }, (_, index) => `c${String(index)}`));
    const error = await failureOf(manage().get('nowhere'));
    expect(error.message).toContain('c19, and 10 more.');
    expect(error.details).toMatchObject({ total: 30 });
  });

  it('tells of a broken file by its name, and lists the others', async () => {
    write('good');
    writeFileSync(join(directory.path, 'bad.yaml'), '');
    const clusters = manage();
    expect((await clusters.list()).map(({ name }) => name)).toEqual(['good']);
    expect(await failureOf(clusters.get('bad'))).toMatchObject({
      code: 'KUBECONFIG_INVALID',
      cluster: 'bad',
      message: `${join(directory.path, 'bad.yaml')}: the file is empty.`,
    });
  });

  it('reports a name that two sources carry for both, and uses neither', async () => {
    write('prod-1', 'prod-2');
    const other = join(directory.path, 'config');
    writeFileSync(other, kubeconfig({ name: 'prod-1' }));
    const clusters = manage({ kubeconfig: other });
    expect((await clusters.list()).map(({ name }) => name)).toEqual(['prod-2']);
    expect(clusters.failures().map(({ cluster, error }) => [cluster, error.code])).toEqual([
      ['prod-1', 'CLUSTER_NAME_CONFLICT'],
      ['prod-1', 'CLUSTER_NAME_CONFLICT'],
    ]);
    const error = await failureOf(clusters.session('prod-1'));
    expect(error.code).toBe('CLUSTER_NAME_CONFLICT');
    expect(error.message).toContain(join(directory.path, 'prod-1.yaml'));
    expect(error.message).toContain(other);
  });

  it('refuses nonsense when it is made', () => {
    expect(() => manage({ probeConcurrency: 0 })).toThrow('probeConcurrency must be a positive number');
    expect(() => manage({ environments: { '[a': 'x' } })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    const [source] = [{ name: 's', list: () => Promise.resolve({ clusters: [], failures: [] }) }];
    expect(() => manage({ sources: [source, source] })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  it('ends with CLOSED after close, whether it ran before or not', async () => {
    write('a');
    const used = manage();
    const session = await used.session('a');
    await used.close();
    await used.close();
    expect((await failureOf(used.list())).code).toBe('CLOSED');
    expect((await failureOf(session.request({ path: '/version', signal: new AbortController().signal }))).code).toBe('CLOSED');
    const unused = manage();
    await unused.close();
    expect((await failureOf(unused.start())).code).toBe('CLOSED');
  });
});

describe('ClusterManager: refresh', () => {
  it('says what changed, and holds many that vanish at once until it is accepted', async () => {
    write('a', 'b', 'c', 'd');
    const clusters = manage();
    await clusters.start();
    write('e');
    renameSync(join(directory.path, 'a.yaml'), join(directory.path, 'z.yaml'));
    writeFileSync(join(directory.path, 'b.yaml'), kubeconfig({ server: 'https://moved.test' }));
    expect(await clusters.refresh()).toMatchObject({
      outcome: 'Success',
      summary: 'Success (5 clusters updated)',
      added: ['e', 'z'],
      changed: ['b'],
      removed: ['a'],
      held: [],
      failed: [],
    });
    for (const name of ['b', 'c', 'd']) rmSync(join(directory.path, `${name}.yaml`));
    const held = await clusters.refresh();
    expect(held).toMatchObject({ outcome: 'Partial', removed: [], held: ['b', 'c', 'd'] });
    expect((await clusters.list()).filter(({ stale }) => stale).map(({ name }) => name)).toEqual(['b', 'c', 'd']);
    expect(await clusters.refresh({ acceptRemovals: true })).toMatchObject({ outcome: 'Success', removed: ['b', 'c', 'd'] });
    const status = await clusters.refreshStatus();
    expect(status.history.map(({ outcome }) => outcome)).toEqual(['Success', 'Partial', 'Success', 'Success']);
    expect(status.clusters.filter(({ active }) => !active).map(({ name, removedFromSource }) => [name, removedFromSource])).toEqual([
      ['a', true],
      ['b', true],
      ['c', true],
      ['d', true],
    ]);
  });

  it('keeps clusters as stale while their source fails or their file is broken', async () => {
    write('a', 'b');
    const clusters = manage();
    await clusters.start();
    writeFileSync(join(directory.path, 'a.yaml'), 'kind: Pod');
    expect(await clusters.refresh()).toMatchObject({
      outcome: 'Partial',
      summary: 'Partial (1/2 clusters updated, failed: a)',
      removed: [],
    });
    expect((await clusters.list()).map(({ name, stale }) => [name, stale])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    const away = `${directory.path}-away`;
    renameSync(directory.path, away);
    expect(await clusters.refresh()).toMatchObject({ outcome: 'Failed', removed: [] });
    expect((await clusters.list()).every(({ stale }) => stale)).toBe(true);
    renameSync(away, directory.path);
    write('a');
    expect(await clusters.refresh()).toMatchObject({ outcome: 'Success' });
    expect((await clusters.list()).some(({ stale }) => stale)).toBe(false);
  });

  it('is not broken by a source that has a bug', async () => {
    write('a');
    const faulty = {
      name: 'faulty',
      list: () => {
        throw new TypeError('a bug');
      },
    };
    const clusters = manage({ sources: [faulty] });
    expect((await clusters.list()).map(({ name }) => name)).toEqual(['a']);
    expect(clusters.failures()).toMatchObject([{ source: 'faulty', error: { code: 'INTERNAL', message: 'Unexpected failure: a bug' } }]);
  });
});
