import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ClusterManager, type ClusterManagerOptions } from '../../../src/lib/cluster-manager.js';
import { FleetError } from '../../../src/lib/errors.js';
import { managedDirectorySource } from '../../../src/lib/sources/managed-directory.js';
import { describeSourceContract } from '../../contract/source.contract.js';
import { failureOf } from '../../support/failure.js';
import { kubeconfig, SECRET, temporaryDirectory } from '../../support/kubeconfigs.js';
import { textLike } from '../../support/text-like.js';
import { changingDirectory, reportedAs, type ChangingDirectory } from '../../support/managed-directory.js';

const signal = new AbortController().signal;
const write = (folder: string, name: string, server = `https://${name}.test`): void =>
  writeFileSync(join(folder, `${name}.yaml`), kubeconfig({ name: 'any', server }));

describeSourceContract('managed directory', () => {
  const { path, remove } = temporaryDirectory();
  write(path, 'a');
  write(path, 'b');
  const managed = changingDirectory(path, { a: reportedAs('NotReady', 'Cluster agent is not connected') });
  return {
    source: managedDirectorySource(managed),
    names: ['a', 'b'],
    secret: SECRET,
    change: () => write(path, 'a', 'https://moved.test'),
    add: () => {
      write(path, 'c');
      return 'c';
    },
    remove: () => rmSync(join(path, 'a.yaml')),
    breakAll: () => {
      remove();
      managed.unprepared = new FleetError('SOURCE_FAILED', 'Rancher prod could not be asked.');
    },
    dispose: remove,
  };
});

function stage(names: readonly string[], options: ClusterManagerOptions = {}) {
  const { path, remove } = temporaryDirectory();
  const folder = join(path, 'clusters');
  if (names.length > 0) mkdirSync(folder);
  for (const name of names) write(folder, name);
  const managed: ChangingDirectory = changingDirectory(folder);
  const manager = new ClusterManager({ managed: [managed], ...options });
  onTestFinished(async () => {
    await manager.close();
    remove();
  });
  return { path, folder, managed, manager };
}

test('labels, environment and report come from what is known of the file; other files are as ever', async () => {
  const { managed, manager, folder } = stage(['edge', 'own']);
  const { reported } = reportedAs('NotReady', 'Cluster agent is not connected');
  managed.known = { edge: { labels: { tier: 'a' }, environment: 'prod', reported } };
  const [edge, own] = await manager.list();
  expect(edge).toMatchObject({ name: 'edge', labels: { tier: 'a' }, environment: 'prod', environmentGuessed: false, reported });
  expect(own).toMatchObject({ name: 'own', labels: {}, environment: 'unknown', environmentGuessed: true });
  expect(own).not.toHaveProperty('reported');
  expect(edge?.source).toBe(`kubeconfig-directory:${folder}`);
  expect((await manager.select('label.tier=a')).clusters.map(({ name }) => name)).toEqual(['edge']);
  expect((await manager.refreshStatus()).directory).toBe(folder);
});

test('facts that change alone are seen by themselves, and no session ends for them', async () => {
  const { managed, manager } = stage(['edge']);
  managed.known = { edge: { ...reportedAs('Ready'), environment: 'dev' } };
  const before = await manager.resolve('edge');
  const changes: string[] = [];
  for (const event of ['cluster-changed', 'kubeconfig-refreshed', 'session-closed'] as const) manager.on(event, () => changes.push(event));
  managed.known = { edge: { ...reportedAs('NotReady', 'no'), labels: { tier: 'b' }, environment: 'prod' } };
  managed.changed();
  await expect.poll(async () => (await manager.resolve('edge')).environment).toBe('prod');
  const after = await manager.resolve('edge');
  expect(after).toMatchObject({ labels: { tier: 'b' }, reported: { state: 'NotReady', message: 'no' }, fingerprint: before.fingerprint });
  await manager.refresh();
  expect(await manager.resolve('edge')).toBe(after);
  expect(changes).toEqual([]);
});

test('a prefix stands before every name, those of broken files too', async () => {
  const { managed, folder } = stage(['local']);
  writeFileSync(join(folder, 'broken.yaml'), 'a: b: c');
  const source = managedDirectorySource({ ...managed, prefix: 'eu-', facts: async () => new Map() });
  const { clusters, failures } = await source.list(signal);
  expect(clusters.map(({ name, kubeconfigPath }) => [name, kubeconfigPath])).toEqual([['eu-local', join(folder, 'local.yaml')]]);
  expect(failures.map(({ cluster }) => cluster)).toEqual(['eu-broken']);
});

test('what cannot be prepared is told, and the files at hand are used', async () => {
  const { managed, manager, folder } = stage(['edge']);
  managed.unprepared = new FleetError('SOURCE_FAILED', 'Rancher prod could not be asked: nothing listens.');
  expect((await manager.list()).map(({ name, stale }) => [name, stale])).toEqual([['edge', false]]);
  expect(manager.failures()).toMatchObject([{ path: folder, whole: true, error: { message: textLike(/nothing listens/) } }]);
  const { sources, history } = await manager.refreshStatus();
  expect(sources).toMatchObject([{ clusters: 1, stale: false, failure: textLike(/nothing listens/) }]);
  expect(history[0]).toMatchObject({ outcome: 'Partial' });
  managed.unprepared = undefined;
  await manager.refresh();
  expect(manager.failures()).toEqual([]);
});

test('a folder that nothing was fetched into yet is empty, not broken; one that is gone is', async () => {
  const { managed, manager, folder } = stage([]);
  expect(await manager.list()).toEqual([]);
  expect(manager.failures()).toEqual([]);
  mkdirSync(folder);
  write(folder, 'edge');
  await manager.refresh();
  rmSync(folder, { recursive: true });
  await manager.refresh();
  expect((await manager.list()).map(({ name, stale }) => [name, stale])).toEqual([['edge', true]]);
  expect(manager.failures()).toMatchObject([{ error: { code: 'SOURCE_FAILED', message: textLike(/does not exist/) } }]);
  expect(managed.prepared).toBe(3);
});

test('a folder that is missing because it could not be filled says why', async () => {
  const { managed, manager } = stage([]);
  managed.unprepared = new FleetError('UNAUTHORIZED', 'Rancher does not know the token.', { hint: 'Make a new one.' });
  expect(await manager.list()).toEqual([]);
  const [failure] = manager.failures();
  expect(failure?.error).toMatchObject({
    code: 'SOURCE_FAILED',
    message: textLike(/Rancher prod.*does not know the token/),
    hint: 'Make a new one.',
  });
});

test('facts that cannot be read stay as they were; without any, nothing is listed under an environment that is a guess', async () => {
  const { managed, manager } = stage(['edge']);
  managed.unread = new FleetError('FILE_FAILED', 'The ledger is damaged.', { hint: 'Remove it.' });
  expect(await failureOf(manager.resolve('edge'))).toMatchObject({ code: 'CLUSTER_UNKNOWN' });
  expect(manager.failures()).toMatchObject([
    { error: { code: 'SOURCE_FAILED', message: textLike(/ledger is damaged/), hint: 'Remove it.' } },
  ]);
  managed.unread = undefined;
  managed.known = { edge: { labels: {}, environment: 'prod' } };
  await manager.refresh();
  managed.unread = new FleetError('FILE_FAILED', 'The ledger is damaged.');
  await manager.refresh();
  expect(await manager.list()).toMatchObject([{ name: 'edge', environment: 'prod', stale: false }]);
  expect(manager.failures()).toMatchObject([{ whole: true, error: { message: textLike(/ledger is damaged/) } }]);
});

test('one folder is one source, also behind a link; managed clusters alone are all there are', async () => {
  const { path, folder, managed } = stage(['edge']);
  const link = join(path, 'link');
  symlinkSync(folder, link);
  for (const kubeconfigDir of [folder, link, undefined]) {
    const manager = new ClusterManager({ managed: [managed], kubeconfigDir });
    onTestFinished(() => manager.close());
    expect((await manager.list()).map(({ name }) => name)).toEqual(['edge']);
    expect((await manager.refreshStatus()).sources.map(({ name }) => name)).toEqual([`kubeconfig-directory:${folder}`]);
  }
  expect(() => new ClusterManager({ managed: [managed, managed] })).toThrow(/Two sources/);
});
