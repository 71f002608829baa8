import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClusterManager, type ClusterManagerOptions } from '../../src/lib/cluster-manager.js';
import { failureOf } from '../support/descriptor.js';
import { kubeconfig, temporaryDirectory } from '../support/kubeconfigs.js';

let directory: { path: string; remove: () => void };
let manager: ClusterManager | undefined;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(async () => {
  await manager?.close();
  directory.remove();
});

const path = (name: string): string => join(directory.path, `${name}.yaml`);

function manage(names: readonly string[], options: ClusterManagerOptions = {}): ClusterManager {
  for (const name of names) writeFileSync(path(name), kubeconfig({}));
  manager = new ClusterManager({ kubeconfigDir: directory.path, autoDiscovery: false, ...options });
  return manager;
}

const read = { caller: 'me', effect: 'read' } as const;
const write = { caller: 'me', effect: 'write' } as const;
const destroy = { caller: 'me', effect: 'destructive' } as const;

describe('ClusterManager: which cluster an operation means', () => {
  it('is the one that is named, for every effect; a wrong name never falls back', async () => {
    const clusters = manage(['a', 'b'], { defaultCluster: 'a' });
    await clusters.setActive('a', 'me');
    expect((await clusters.resolveTarget({ ...destroy, requested: 'b' })).name).toBe('b');
    expect((await failureOf(clusters.resolveTarget({ ...read, requested: 'c' }))).code).toBe('CLUSTER_UNKNOWN');
    expect((await failureOf(clusters.resolveTarget({ ...read, requested: '' }))).code).toBe('CLUSTER_UNKNOWN');
  });

  it('is the active one of this caller, and of no other', async () => {
    const clusters = manage(['a', 'b']);
    const events: unknown[] = [];
    clusters.on('active-cluster-changed', (event) => events.push(event));
    await clusters.setActive('b', 'me');
    await clusters.setActive('a', 'you');
    await clusters.setActive('a', 'me');
    await clusters.setActive('a', 'me');
    expect((await clusters.resolveTarget(write)).name).toBe('a');
    expect((await failureOf(clusters.resolveTarget({ ...write, caller: 'third' }))).code).toBe('CLUSTER_NOT_SELECTED');
    expect(events).toEqual([
      { caller: 'me', cluster: 'b', previous: undefined },
      { caller: 'you', cluster: 'a', previous: undefined },
      { caller: 'me', cluster: 'a', previous: 'b' },
    ]);
    clusters.forgetCaller('me');
    expect(clusters.active('me')).toBeUndefined();
    expect((await failureOf(clusters.setActive('zz', 'me'))).code).toBe('CLUSTER_UNKNOWN');
    expect(clusters.active('me')).toBeUndefined();
  });

  it('is the configured default for reads only', async () => {
    const clusters = manage(['a', 'b'], { defaultCluster: 'main', clusterAliases: { main: 'b' } });
    expect((await clusters.resolveTarget(read)).name).toBe('b');
    for (const request of [write, destroy]) {
      const error = await failureOf(clusters.resolveTarget(request));
      expect(error).toMatchObject({ code: 'CLUSTER_NOT_SELECTED', details: { clusters: ['a', 'b'] } });
      expect(error.message).toContain('never uses the configured default (b)');
    }
  });

  it('is the only cluster there is, for every effect', async () => {
    const clusters = manage(['a']);
    expect((await clusters.resolveTarget(destroy)).name).toBe('a');
  });

  it('is not the only readable cluster when another entry is broken: that one may be meant', async () => {
    writeFileSync(path('b'), '');
    const clusters = manage(['a'], { defaultCluster: 'auto' });
    for (const request of [read, write]) {
      const error = await failureOf(clusters.resolveTarget(request));
      expect(error.code).toBe('CLUSTER_NOT_SELECTED');
      expect(error.message).toContain(`${path('b')}: the file is empty.`);
    }
  });

  it('is none when there are several and no default, or none at all', async () => {
    const clusters = manage(['a', 'b']);
    expect((await failureOf(clusters.resolveTarget(read))).message).toBe('No cluster was named and none is active. Known clusters: a, b.');
    await clusters.close();
    rmSync(path('a'));
    rmSync(path('b'));
    expect((await failureOf(manage([]).resolveTarget(read))).message).toBe(
      'No cluster was named and none is active. No clusters are known.',
    );
  });

  it('does not slide to another cluster when the active one vanishes', async () => {
    const clusters = manage(['a', 'b'], { defaultCluster: 'b' });
    await clusters.setActive('a', 'me');
    rmSync(path('a'));
    await clusters.refresh();
    expect((await failureOf(clusters.resolveTarget(read))).message).toBe(
      'The active cluster "a" is not there any more. Known clusters: b.',
    );
  });

  it('says that a misspelt default is unknown', async () => {
    expect((await failureOf(manage(['a', 'b'], { defaultCluster: 'c' }).resolveTarget(read))).code).toBe('CLUSTER_UNKNOWN');
  });

  it('forgets the quietest callers first', async () => {
    const clusters = manage(['a']);
    for (let caller = 0; caller < 10_001; caller += 1) await clusters.setActive('a', `caller-${String(caller)}`);
    expect([clusters.active('caller-0'), clusters.active('caller-1'), clusters.active('caller-10000')]).toEqual([undefined, 'a', 'a']);
  });

  it('selects clusters with the names, aliases and active cluster of the caller', async () => {
    const clusters = manage(['prod-1', 'prod-2', 'dev-1'], { clusterAliases: { main: 'prod-2' } });
    await clusters.setActive('dev-1', 'me');
    const names = async (selector: string | undefined): Promise<string[]> =>
      (await clusters.select(selector, { caller: 'me' })).clusters.map(({ name }) => name);
    expect(await names(undefined)).toEqual(['dev-1', 'prod-1', 'prod-2']);
    expect(await names('active | main')).toEqual(['dev-1', 'prod-2']);
    expect(await names('env=prod not main')).toEqual(['prod-1']);
    expect((await failureOf(clusters.select('env=prod or pord-1'))).message).toContain('Did you mean "prod-1"?');
    expect((await failureOf(clusters.select(''))).code).toBe('SELECTOR_INVALID');
  });
});
