import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { combineSources } from '../../../src/lib/clusters/combine-sources.js';
import { kubeconfigContextsSource } from '../../../src/lib/sources/kubeconfig-contexts.js';
import { kubeconfigDirectorySource } from '../../../src/lib/sources/kubeconfig-directory.js';
import { describeSourceContract, type SourceSubject } from '../../contract/source.contract.js';
import { kubeconfig, SECRET, temporaryDirectory } from '../../support/kubeconfigs.js';

const signal = new AbortController().signal;

function subject(): SourceSubject & { readonly path: string } {
  const { path, remove } = temporaryDirectory();
  const write = (name: string, server: string): void => writeFileSync(join(path, `${name}.yaml`), kubeconfig({ server }));
  write('a', 'https://a.test');
  writeFileSync(join(path, 'config'), kubeconfig({ name: 'b' }));
  return {
    path,
    source: combineSources([kubeconfigDirectorySource({ directory: path }), kubeconfigContextsSource({ paths: join(path, 'config') })]),
    names: ['a', 'b'],
    secret: SECRET,
    change: () => write('a', 'https://moved.test'),
    add: () => {
      write('c', 'https://c.test');
      return 'c';
    },
    remove: () => rmSync(join(path, 'a.yaml')),
    breakAll: remove,
    dispose: remove,
  };
}

describeSourceContract('combined sources', subject);

describe('combineSources', () => {
  it('reports a name of two sources for both, and drops neither silently', async () => {
    const { source, path, dispose } = subject();
    writeFileSync(join(path, 'b.yaml'), kubeconfig({}));
    const { clusters, failures } = await source.list(signal);
    expect(clusters.map(({ name }) => name)).toEqual(['a']);
    expect(failures.map(({ cluster, error, path: where }) => [cluster, error.code, where])).toEqual([
      ['b', 'CLUSTER_NAME_CONFLICT', join(path, 'b.yaml')],
      ['b', 'CLUSTER_NAME_CONFLICT', join(path, 'config')],
    ]);
    await dispose();
  });

  it('lists the rest when one source fails, and names it', async () => {
    const { source, path, dispose } = subject();
    rmSync(join(path, 'config'));
    const { clusters, failures } = await source.list(signal);
    expect(clusters.map(({ name }) => name)).toEqual(['a']);
    expect(failures).toMatchObject([{ source: `kubeconfig:${join(path, 'config')}`, error: { code: 'SOURCE_FAILED' } }]);
    await dispose();
  });
});
