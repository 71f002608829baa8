import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kubeconfigDirectorySource } from '../../../src/lib/sources/kubeconfig-directory.js';
import { describeSourceContract } from '../../contract/source.contract.js';
import { kubeconfig, SECRET, temporaryDirectory } from '../../support/kubeconfigs.js';
import { textLike, textWith } from '../../support/text-like.js';

const signal = new AbortController().signal;

describeSourceContract('kubeconfig directory', () => {
  const { path, remove } = temporaryDirectory();
  const write = (name: string, server: string): void => writeFileSync(join(path, `${name}.yaml`), kubeconfig({ name: 'any', server }));
  write('a', 'https://a.test');
  write('b', 'https://b.test');
  return {
    source: kubeconfigDirectorySource({ directory: path }),
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
});

describe('kubeconfig directory', () => {
  let directory: { path: string; remove: () => void };
  beforeEach(() => {
    directory = temporaryDirectory();
  });
  afterEach(() => directory.remove());
  const file = (name: string): string => join(directory.path, name);

  it('names clusters by file stem, .yaml and .yml, and leaves other files and hidden ones out', async () => {
    writeFileSync(file('prod.eu.yaml'), kubeconfig({}));
    writeFileSync(file('edge.yml'), kubeconfig({}));
    for (const other of ['notes.txt', '.hidden.yaml', 'x.yaml.swp', 'yaml']) writeFileSync(file(other), 'anything');
    const { clusters, failures } = await kubeconfigDirectorySource({ directory: directory.path }).list(signal);
    expect(clusters.map(({ name }) => name)).toEqual(['edge', 'prod.eu']);
    expect(failures).toEqual([]);
    expect(clusters[1]).toMatchObject({
      kubeconfigPath: file('prod.eu.yaml'),
      origin: { context: 'c0' },
      zone: 'default',
      environmentGuessed: true,
    });
    expect(Date.parse(clusters[1]?.lastRefresh ?? '')).not.toBeNaN();
  });

  it('reports broken files one by one and lists the others', async () => {
    writeFileSync(file('good.yaml'), kubeconfig({}));
    writeFileSync(file('empty.yaml'), '\n');
    mkdirSync(file('folder.yaml'));
    writeFileSync(file('text.yaml'), 'a: b: c');
    execFileSync('mkfifo', [file('pipe.yaml')]);
    symlinkSync(file('nowhere'), file('dangling.yaml'));
    writeFileSync(file('-x.yaml'), kubeconfig({}));
    const { clusters, failures } = await kubeconfigDirectorySource({ directory: directory.path }).list(signal);
    expect(clusters.map(({ name }) => name)).toEqual(['good']);
    expect(Object.fromEntries(failures.map(({ cluster, error }) => [cluster, error.details?.['problem']]))).toEqual({
      '-x': '"-x" cannot be the name of a cluster: the name begins with "-"',
      'dangling': 'the file does not exist',
      'empty': 'the file is empty',
      'folder': 'this is a directory, not a kubeconfig file',
      'pipe': 'this is not a regular file',
      'text': textLike(/^the file is not valid YAML at line 1/),
    });
    for (const { error, path, cluster } of failures)
      expect(error).toMatchObject({ code: 'KUBECONFIG_INVALID', cluster, message: textWith(path ?? '?') });
  });

  it('needs current-context unless there is exactly one context', async () => {
    writeFileSync(file('one.yaml'), kubeconfig({ name: 'x', currentContext: undefined }));
    writeFileSync(file('two.yaml'), kubeconfig({ name: 'x', currentContext: undefined }, { name: 'y' }));
    writeFileSync(file('wrong.yaml'), kubeconfig({ name: 'x', currentContext: 'z' }));
    const { clusters, failures } = await kubeconfigDirectorySource({ directory: directory.path }).list(signal);
    expect(clusters.map(({ name }) => name)).toEqual(['one']);
    expect(failures.map(({ error }) => error.message)).toEqual([
      `${file('two.yaml')}: current-context is missing, and the file has 2 contexts to choose from.`,
      `${file('wrong.yaml')}: current-context "z" is missing among the contexts ("x").`,
    ]);
  });

  it('reports two files of one stem as a conflict and uses neither', async () => {
    writeFileSync(file('a.yaml'), kubeconfig({}));
    writeFileSync(file('a.yml'), kubeconfig({ server: 'https://other.test' }));
    const { clusters, failures } = await kubeconfigDirectorySource({ directory: directory.path }).list(signal);
    expect(clusters).toEqual([]);
    expect(failures.map(({ error, path }) => [error.code, path])).toEqual([
      ['CLUSTER_NAME_CONFLICT', file('a.yaml')],
      ['CLUSTER_NAME_CONFLICT', file('a.yml')],
    ]);
  });

  it('does not parse an unchanged file again, and keeps the fingerprint of one that was only rewritten', async () => {
    writeFileSync(file('a.yaml'), kubeconfig({}));
    const source = kubeconfigDirectorySource({ directory: directory.path });
    const [first] = (await source.list(signal)).clusters;
    expect((await source.list(signal)).clusters[0]).toBe(first);
    writeFileSync(file('new'), kubeconfig({}));
    utimesSync(file('new'), new Date(), new Date(Date.now() + 5000));
    renameSync(file('new'), file('a.yaml'));
    const [second] = (await source.list(signal)).clusters;
    expect(second).not.toBe(first);
    expect(second?.fingerprint).toBe(first?.fingerprint);
    expect(second?.lastRefresh).not.toBe(first?.lastRefresh);
  });

  it('reads the file again when it connects, and says what has become wrong with it', async () => {
    writeFileSync(file('a.yaml'), kubeconfig({ server: 'https://a.test/k8s/clusters/c-1' }));
    const [cluster] = (await kubeconfigDirectorySource({ directory: directory.path }).list(signal)).clusters;
    await expect(cluster?.connect(signal)).resolves.toMatchObject({
      server: 'https://a.test/k8s/clusters/c-1',
      credential: { token: `${SECRET}-c0` },
    });
    rmSync(file('a.yaml'));
    await expect(cluster?.connect(signal)).rejects.toMatchObject({
      code: 'KUBECONFIG_INVALID',
      message: `${file('a.yaml')}: the file does not exist.`,
    });
  });

  it.each([
    ['missing', 'does not exist', (path: string) => rmSync(path, { recursive: true })],
    [
      'a file',
      'is not a directory',
      (path: string) => {
        rmSync(path, { recursive: true });
        writeFileSync(path, '');
      },
    ],
  ])('fails as a whole when the directory is %s', async (_title, words, breakIt) => {
    breakIt(directory.path);
    await expect(kubeconfigDirectorySource({ directory: directory.path }).list(signal)).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: `The kubeconfig directory ${directory.path} ${words}.`,
    });
  });
});
