import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kubeconfigContextsSource } from '../../../src/lib/sources/kubeconfig-contexts.js';
import { describeSourceContract } from '../../contract/source.contract.js';
import { kubeconfig, SECRET, temporaryDirectory } from '../../support/kubeconfigs.js';
import { textWith } from '../../support/text-like.js';

const signal = new AbortController().signal;

describeSourceContract('kubeconfig contexts', () => {
  const { path, remove } = temporaryDirectory();
  const config = join(path, 'config');
  const write = (...servers: readonly [string, string][]): void =>
    writeFileSync(config, kubeconfig(...servers.map(([name, server]) => ({ name, server }))));
  write(['a', 'https://a.test'], ['b', 'https://b.test']);
  return {
    source: kubeconfigContextsSource({ paths: config }),
    names: ['a', 'b'],
    secret: SECRET,
    change: () => write(['a', 'https://moved.test'], ['b', 'https://b.test']),
    add: () => {
      write(['a', 'https://a.test'], ['b', 'https://b.test'], ['c', 'https://c.test']);
      return 'c';
    },
    remove: () => write(['b', 'https://b.test'], ['c', 'https://c.test']),
    breakAll: () => rmSync(config),
    dispose: remove,
  };
});

describe('kubeconfig contexts', () => {
  let directory: { path: string; remove: () => void };
  beforeEach(() => {
    directory = temporaryDirectory();
  });
  afterEach(() => directory.remove());
  const file = (name: string, text: string): string => {
    writeFileSync(join(directory.path, name), text);
    return join(directory.path, name);
  };
  const list = (...paths: string[]): ReturnType<ReturnType<typeof kubeconfigContextsSource>['list']> =>
    kubeconfigContextsSource({ paths: paths.join(':') }).list(signal);

  it('joins the files of a colon list, empty parts and repetitions left out', async () => {
    const one = file('one', kubeconfig({ name: 'a' }));
    const two = file('two', kubeconfig({ name: 'b' }));
    const { clusters, failures } = await list(one, '', two, one);
    expect(clusters.map(({ name, kubeconfigPath }) => [name, kubeconfigPath])).toEqual([
      ['a', one],
      ['b', two],
    ]);
    expect(failures).toEqual([]);
  });

  it('takes the same context in two files as one', async () => {
    const { clusters, failures } = await list(file('one', kubeconfig({ name: 'a' })), file('two', kubeconfig({ name: 'a' })));
    expect(clusters.map(({ name }) => name)).toEqual(['a']);
    expect(failures).toEqual([]);
  });

  it('reports the same context name with another server as a conflict and keeps the rest', async () => {
    const one = file('one', kubeconfig({ name: 'a', server: 'https://one.test' }, { name: 'b' }));
    const two = file('two', kubeconfig({ name: 'a', server: 'https://two.test' }));
    const { clusters, failures } = await list(one, two);
    expect(clusters.map(({ name }) => name)).toEqual(['b']);
    expect(failures).toMatchObject([{ cluster: 'a', error: { code: 'CLUSTER_NAME_CONFLICT', message: textWith(`${one} and ${two}`) } }]);
  });

  it('does not send a context to the cluster of another file: what kubectl would do silently is a conflict', async () => {
    const one = file(
      'one',
      kubeconfig({ name: 'a', context: { cluster: 'kubernetes' }, server: 'https://unused.test' }).replaceAll(
        '"name": "a",\n      "cluster"',
        '"name": "kubernetes",\n      "cluster"',
      ),
    );
    const two = file(
      'two',
      kubeconfig({ name: 'b', context: { cluster: 'kubernetes' }, server: 'https://two.test' }).replaceAll(
        '"name": "b",\n      "cluster"',
        '"name": "kubernetes",\n      "cluster"',
      ),
    );
    const { clusters, failures } = await list(one, two);
    expect(clusters.map(({ name }) => name)).toEqual(['a']);
    expect(failures.map(({ cluster, error }) => [cluster, error.code])).toEqual([['b', 'CLUSTER_NAME_CONFLICT']]);
    await expect(clusters[0]?.connect(signal)).resolves.toMatchObject({ server: 'https://unused.test' });
  });

  it('finds the user of a context in another file', async () => {
    const one = file('one', kubeconfig({ name: 'a', context: { user: 'shared' } }));
    const two = file('two', JSON.stringify({ users: [{ name: 'shared', user: { token: 'other' } }] }));
    const { clusters } = await list(one, two);
    await expect(clusters[0]?.connect(signal)).resolves.toMatchObject({ credential: { token: 'other' } });
  });

  it('reports a name that stands twice in one file', async () => {
    const text = JSON.parse(kubeconfig({ name: 'a' })) as { contexts: unknown[]; clusters: unknown[] };
    text.clusters.push({ name: 'a', cluster: { server: 'https://second.test' } });
    const { clusters, failures } = await list(file('one', JSON.stringify(text)));
    expect(clusters).toEqual([]);
    expect(failures).toMatchObject([{ cluster: 'a', error: { code: 'CLUSTER_NAME_CONFLICT' } }]);
  });

  it('reports a file that cannot be read beside the clusters of the others', async () => {
    const { clusters, failures } = await list(file('one', kubeconfig({ name: 'a' })), join(directory.path, 'missing'), directory.path);
    expect(clusters.map(({ name }) => name)).toEqual(['a']);
    expect(failures.map(({ error }) => error.details?.['problem'])).toEqual([
      'the file does not exist',
      'this is a directory, not a kubeconfig file',
    ]);
  });

  it('changes only the fingerprint of the context that changed', async () => {
    const path = file('one', kubeconfig({ name: 'a' }, { name: 'b' }));
    const source = kubeconfigContextsSource({ paths: [path] });
    const before = (await source.list(signal)).clusters;
    file('one', kubeconfig({ name: 'a' }, { name: 'b', server: 'https://moved.test' }));
    const after = (await source.list(signal)).clusters;
    expect(after.map(({ fingerprint }, index) => fingerprint === before[index]?.fingerprint)).toEqual([true, false]);
  });

  it('takes an empty but valid kubeconfig as no clusters', async () => {
    expect(await list(file('one', 'apiVersion: v1\nkind: Config\ncontexts: null\n'))).toEqual({ clusters: [], failures: [] });
  });
});
