import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveHttp, type HttpServing } from '../../../src/adapters/mcp/index.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { CONNECTIONS, open } from './clients.js';

await describeWithFleet('MCP clients of both SDK lines', () => {
  let clusters: LocalFleet;
  let fleet: Fleet;
  let serving: HttpServing;
  beforeAll(async () => {
    clusters = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: clusters.kubeconfigDirectory });
    serving = await serveHttp(fleet, { port: 0 });
  });
  afterAll(async () => {
    await serving.close();
    await fleet.close();
    await clusters.close();
  });

  test.each(CONNECTIONS)('%s: lists, calls, prompts, resources, completions', async (_name, revision, connect) => {
    await using connection = await open(connect({ url: serving.url, directory: clusters.kubeconfigDirectory }));
    const { client } = connection;
    expect(client.revision()).toBe(revision);
    expect(client.instructions()).toContain('clusters_switch');
    expect(await client.tools()).toEqual(fleet.operations.list().map(({ name }) => name));

    const list = await client.call('clusters_list', {});
    expect(list).toMatchObject({ isError: false, structured: { total: 2 } });
    expect(list.text).toContain('legacy');

    const pods = await client.call('pods_list_in_namespace', { cluster: 'legacy', namespace: 'team-a' });
    expect(pods).toMatchObject({ isError: false, structured: { cluster: 'legacy', kind: 'Pod' } });
    expect(pods.text).toContain('pod-0000');

    expect(await client.prompt('fleet_overview', {})).toContain('legacy');
    const detail = await client.prompt('cluster_detail', { cluster: 'current' });
    expect(detail).toContain('BackOff');
    expect(await client.resources()).toEqual(['fleet://clusters', 'fleet://clusters/current', 'fleet://clusters/legacy']);
    expect(await client.read('fleet://clusters')).toContain('Ready');
    expect(await client.read('fleet://clusters/legacy')).toContain('v1.24.17');
    expect(await client.completions('LEG')).toEqual(['legacy']);
  });

  test.each(CONNECTIONS)('%s: bad input says what is wrong and does nothing', async (_name, _revision, connect) => {
    await using connection = await open(connect({ url: serving.url, directory: clusters.kubeconfigDirectory }));
    const { client } = connection;
    const misspelt = await client.call('pods_list', { contxt: 'legacy' });
    expect(misspelt.isError).toBe(true);
    expect(misspelt.text).toMatch(/^INPUT_INVALID: .*"contxt" \(did you mean cluster\?\).*\nHint: /);
    expect(misspelt.meta['fleetwright/error']).toMatchObject({ code: 'INPUT_INVALID', retryable: false });

    const unknown = await client.call('pods_list', { cluster: 'legcay' });
    expect(unknown.text).toMatch(/^CLUSTER_UNKNOWN.*"legacy"/);
    await expect(client.call('pods_lst', {})).rejects.toMatchObject({ code: -32602, message: expect.stringContaining('"pods_list"') });
    await expect(client.prompt('cluster_detail', {})).rejects.toMatchObject({ code: -32602 });
    await expect(client.prompt('nothing', {})).rejects.toMatchObject({ code: -32602 });
    await expect(client.read('fleet://clusters/none')).rejects.toMatchObject({ code: -32602 });
    await expect(client.read('file:///etc/passwd')).rejects.toMatchObject({ code: -32602 });
  });

  // The 2026 client mirrors the parameter into a header, for which it needs a string.
  test.each(CONNECTIONS)('%s: a list where a name is expected is refused', async (_name, _revision, connect) => {
    await using connection = await open(connect({ url: serving.url, directory: clusters.kubeconfigDirectory }));
    const answer = await connection.client.call('pods_list', { cluster: ['legacy'] });
    expect(answer).toMatchObject({ isError: true, text: expect.stringMatching(/^INPUT_INVALID: pods_list: cluster/) });
  });

  test.each(CONNECTIONS)('%s: tells the progress of a call over several clusters', async (_name, _revision, connect) => {
    await using connection = await open(connect({ url: serving.url, directory: clusters.kubeconfigDirectory }));
    // One cluster answers later than the other: an update that comes in one packet with the result is lost on some clients.
    clusters.cluster('legacy').faults.latency(300);
    const seen: number[] = [];
    try {
      const onProgress = ({ progress }: { progress: number }): number => seen.push(progress);
      const answer = await connection.client.call('clusters_exec_all', { operation: 'pods_list' }, { onProgress });
      expect(answer).toMatchObject({ isError: false, structured: { coverage: { ok: 2 } } });
    } finally {
      await clusters.cluster('legacy').faults.clear();
    }
    expect(seen.length).toBeGreaterThanOrEqual(1);
    expect(seen).toEqual([...seen].sort((left, right) => left - right));
  });
});
