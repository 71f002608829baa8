import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClusterManager } from '../../src/lib/cluster-manager.js';
import type { FleetEvents } from '../../src/lib/events.js';
import { kubeconfig, temporaryDirectory } from '../support/kubeconfigs.js';
import { sendJson, startServer } from '../support/https-server.js';
import { textWith } from '../support/text-like.js';

let directory: { path: string; remove: () => void };
let manager: ClusterManager;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(async () => {
  await manager.close();
  directory.remove();
});

const path = (name: string): string => join(directory.path, `${name}.yaml`);
const write = (name: string, server = `https://${name}.test`): void => writeFileSync(path(name), kubeconfig({ server }));

function manage(): ClusterManager {
  manager = new ClusterManager({ kubeconfigDir: directory.path });
  return manager;
}

/** The next event of that name. */
function next<Name extends keyof FleetEvents>(name: Name): Promise<FleetEvents[Name][0]> {
  return new Promise((resolve) => manager.once(name, resolve));
}

/** Runs a change and gives the milliseconds until the event it must cause. */
async function timed(event: Promise<unknown>, change: () => void): Promise<number> {
  const started = performance.now();
  change();
  await event;
  return performance.now() - started;
}

describe('ClusterManager: following its sources', () => {
  it('shows a file added, changed, replaced by rename and removed within a second, with events', async () => {
    write('a');
    await manage().start();
    expect(await timed(next('cluster-added'), () => write('b'))).toBeLessThan(1000);
    expect((await manager.list()).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(await timed(next('cluster-changed'), () => write('b', 'https://moved.test'))).toBeLessThan(1000);
    const refreshed = next('kubeconfig-refreshed');
    const replace = (): void => {
      writeFileSync(join(directory.path, 'temporary'), kubeconfig({ server: 'https://again.test' }));
      renameSync(join(directory.path, 'temporary'), path('b'));
    };
    expect(await timed(next('cluster-changed'), replace)).toBeLessThan(1000);
    expect(await refreshed).toEqual({ cluster: 'b', path: path('b') });
    expect(await timed(next('cluster-removed'), () => rmSync(path('a')))).toBeLessThan(1000);
    expect((await manager.list()).map(({ name }) => name)).toEqual(['b']);
  });

  it('keeps the connections of other clusters, and lets calls in flight end, when one changes', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await using server = await startServer(
      (request, response) => {
        const answer = (): void => sendJson(response, { path: request.url });
        if (request.url === '/held') void held.then(answer);
        else answer();
      },
      { tls: false },
    );
    for (const name of ['a', 'b']) write(name, server.url);
    await manage().start();
    const closed: unknown[] = [];
    manager.on('session-closed', (event) => closed.push(event));
    const signal = new AbortController().signal;
    const [a, b] = await Promise.all([manager.session('a'), manager.session('b')]);
    await a.request({ path: '/one', signal });
    const inFlight = b.request({ path: '/held', signal });
    await new Promise<void>((resolve) => server.server.once('request', () => resolve()));
    const connections = server.connections();
    await timed(next('cluster-changed'), () => write('b', `${server.url}/k8s/clusters/b`));
    await a.request({ path: '/two', signal });
    expect(server.connections()).toBe(connections);
    expect((await b.request({ path: '/new', signal })).json()).toEqual({ path: '/k8s/clusters/b/new' });
    release();
    expect((await inFlight).json()).toEqual({ path: '/held' });
    expect(closed.some((event) => JSON.stringify(event).includes('"a"'))).toBe(false);
  });

  it('keeps all clusters when the directory vanishes, says so, and recovers by itself', async () => {
    write('a');
    write('b');
    await manage().start();
    const away = `${directory.path}-away`;
    const failed = next('source-failed');
    const stale = next('cluster-stale');
    renameSync(directory.path, away);
    expect(await failed).toMatchObject({ clustersKept: 2, message: textWith('does not exist') });
    expect(await stale).toMatchObject({ cluster: 'a' });
    expect((await manager.list()).map(({ name, stale: old }) => [name, old])).toEqual([
      ['a', true],
      ['b', true],
    ]);
    const recovered = next('source-recovered');
    renameSync(away, directory.path);
    await recovered;
    expect((await manager.list()).some(({ stale: old }) => old)).toBe(false);
  });

  it('holds many that vanish at once, and says so', async () => {
    for (const name of ['a', 'b', 'c']) write(name);
    await manage().start();
    const held = next('source-shrink-held');
    for (const name of ['a', 'b']) rmSync(path(name));
    expect((await held).clusters).toEqual(['a', 'b']);
    expect(await manager.list()).toHaveLength(3);
    const [source] = (await manager.refreshStatus()).sources;
    expect(Date.parse(source?.nextListing ?? '')).toBeGreaterThan(Date.now() + 20_000);
  });

  it('announces a conflict, and survives a listener that throws', async () => {
    write('a');
    await manage().start();
    manager.on('cluster-conflict', () => {
      throw new Error('not our problem');
    });
    const conflict = next('cluster-conflict');
    const removed = next('cluster-removed');
    writeFileSync(join(directory.path, 'a.yml'), kubeconfig({ server: 'https://other.test' }));
    expect(await conflict).toEqual({ cluster: 'a', origins: [path('a'), join(directory.path, 'a.yml')] });
    expect(await removed).toMatchObject({ cluster: 'a' });
    expect(await manager.list()).toEqual([]);
  });
});
