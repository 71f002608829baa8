import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveHttp, type HttpServing } from '../../../src/adapters/mcp/index.js';
import { createFleet, type Fleet, type OperationFinished } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { honestDelete, honestWrite, ownToolset } from '../../support/own-operations.js';
import { newerHttp, olderHttp, olderSse, open, type TestClient } from './clients.js';
import { fleetAuthenticator, TOKENS } from './principals.js';

/** Every way to connect over HTTP. */
const ERAS = [
  ['Streamable HTTP, 2025 revision', (url: string, token: string): Promise<TestClient> => olderHttp(url, token)],
  ['HTTP+SSE', (url: string, token: string): Promise<TestClient> => olderSse(url, token)],
  ['second SDK line, 2025 revision', (url: string, token: string): Promise<TestClient> => newerHttp(url, 'legacy', token)],
  ['2026-07-28', (url: string, token: string): Promise<TestClient> => newerHttp(url, 'pinned', token)],
] as const;

await describeWithFleet('callers with roles', () => {
  let clusters: LocalFleet;
  let fleet: Fleet;
  let serving: HttpServing;
  const finished: OperationFinished[] = [];
  beforeAll(async () => {
    clusters = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: clusters.kubeconfigDirectory }, { toolsets: [ownToolset([honestWrite, honestDelete])] });
    fleet.on('operation-finished', (one) => finished.push(one));
    serving = await serveHttp(fleet, { port: 0, authenticate: fleetAuthenticator() });
  });
  afterAll(async () => {
    await serving.close();
    await fleet.close();
    await clusters.close();
  });

  describe.each(ERAS)('%s', (_name, connect) => {
    test('tools are those that the roles allow somewhere', async () => {
      await using root = await open(connect(serving.url, TOKENS.root));
      await using ben = await open(connect(serving.url, TOKENS.ben));
      await using cho = await open(connect(serving.url, TOKENS.cho));
      expect(await root.client.tools()).toEqual(fleet.operations.list().map(({ name }) => name));
      expect(await cho.client.tools()).toEqual(await root.client.tools());
      const bens = await ben.client.tools();
      expect(bens).toContain('pods_list');
      expect(bens).not.toContain('honest_delete');
    });

    test('a call runs where they allow it, is refused where they do not, and both are told of with the user', async () => {
      await using cho = await open(connect(serving.url, TOKENS.cho));
      const input = { namespace: 'shop', name: 'no-such-map' };
      finished.length = 0;
      expect(await cho.client.call('honest_delete', { cluster: 'legacy', ...input })).toMatchObject({
        isError: true,
        text: expect.stringMatching(/^OPERATION_NOT_ALLOWED \(cluster legacy\).*read-only/),
      });
      expect((await cho.client.call('honest_delete', { cluster: 'current', ...input })).text).toMatch(/^NOT_FOUND/);
      expect((await cho.client.call('pods_list', { cluster: 'legacy' })).isError).toBe(false);
      expect(finished.map(({ caller, outcome, cluster }) => [caller, outcome, cluster])).toEqual([
        ['cho', 'refused', 'legacy'],
        ['cho', 'failed', 'current'],
        ['cho', 'ok', 'legacy'],
      ]);
    });

    test('other clusters are as if they were not there', async () => {
      await using ben = await open(connect(serving.url, TOKENS.ben));
      const { client } = ben;
      const unknown = await client.call('pods_list', { cluster: 'no-such' });
      const outside = await client.call('pods_list', { cluster: 'current' });
      expect(outside.text.replaceAll('current', 'no-such')).toBe(unknown.text);
      expect(outside).toMatchObject({ isError: true, text: expect.stringMatching(/^CLUSTER_UNKNOWN/) });
      expect((await client.call('clusters_list', {})).structured).toMatchObject({ total: 1, clusters: [{ name: 'legacy' }] });
      expect((await client.call('clusters_status', {})).text).not.toContain('current');
      expect(await client.resources()).toEqual(['fleet://clusters', 'fleet://clusters/legacy']);
      expect(await client.read('fleet://clusters')).not.toContain('current');
      await expect(client.read('fleet://clusters/current')).rejects.toThrow(/Resource not found/);
      expect(await client.completions('')).toEqual(['legacy']);
      expect(await client.prompt('fleet_overview', {})).not.toContain('current');
      await expect(client.prompt('cluster_detail', { cluster: 'current' })).rejects.toThrow(/CLUSTER_UNKNOWN/);
    });

    test('running one operation by another does not widen anything', async () => {
      await using cho = await open(connect(serving.url, TOKENS.cho));
      const parameters = { namespace: 'shop', name: 'no-such-map' };
      const answer = await cho.client.call('clusters_exec_all', { operation: 'honest_delete', parameters, clusters: 'legacy' });
      expect(answer.text).toContain('OPERATION_NOT_ALLOWED');
      expect(answer.text).not.toMatch(/\bNOT_FOUND/);
    });
  });
});
