import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createFleetSurface } from '../../../src/adapters/mcp/fleet-surface.js';
import type { Exchange, McpSurface } from '../../../src/adapters/mcp/surface.js';
import { createFleet, type CallLimits, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';

const exchange = (limits: CallLimits = {}): Exchange => ({
  caller: { id: 'test', stateful: true },
  limits,
  signal: new AbortController().signal,
});

const ANSWER = z.object({ content: z.tuple([z.object({ text: z.string() })]) });
const textOf = (answer: unknown): string => ANSWER.parse(answer).content[0].text;
const namesOf = (answer: unknown): string[] =>
  z
    .object({ structuredContent: z.object({ tools: z.array(z.object({ name: z.string() })) }) })
    .parse(answer)
    .structuredContent.tools.map(({ name }) => name);

await describeWithFleet('tool search', () => {
  let clusters: LocalFleet;
  let fleet: Fleet;
  let surface: McpSurface;
  beforeAll(async () => {
    clusters = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: clusters.kubeconfigDirectory, toolsets: ['all'], toolSearch: true });
    surface = createFleetSurface(fleet);
  });
  afterAll(async () => {
    surface.close();
    await fleet.close();
    await clusters.close();
  });

  test('lists two tools in 4 KB, however many operations there are', () => {
    const list = surface.listTools({});
    expect(list.tools.map(({ name }) => name)).toEqual(['tools_search', 'tools_call']);
    expect(Buffer.byteLength(JSON.stringify(list))).toBeLessThanOrEqual(4096);
    expect(list.tools.map(({ annotations }) => annotations?.destructiveHint)).toEqual([undefined, true]);
  });

  test('says that calls only read where nothing else is allowed', () => {
    const [, call] = surface.listTools({ access: 'read-only' }).tools;
    expect(call?.annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
  });

  test.each([
    ['restart deployment', 'rollout_restart'],
    ['logs of a pod', 'pods_log'],
    ['drain node', 'nodes_drain'],
    ['pods_exec', 'pods_exec'],
    ['port forwrad', 'port_forward_start'],
    ['what may I do', 'can_i'],
  ])('finds for %j, among the first, %s', async (query, name) => {
    expect(namesOf(await surface.callTool('tools_search', { query }, exchange()))).toContain(name);
  });

  test('tells the parameters as text, and as the schema that a tool of that name has', async () => {
    const answer = await surface.callTool('tools_search', { query: 'pods_log', limit: 1 }, exchange());
    expect(textOf(answer)).toMatch(/^pods_log \(read\): .+\n {2}name.* \(string\): .+/);
    expect(answer.structuredContent).toMatchObject({
      tools: [{ name: 'pods_log', inputSchema: { type: 'object', additionalProperties: false } }],
    });
  });

  test('finds only what the caller may use, and without query tells every name of it', async () => {
    const limits: CallLimits = { access: 'read-only' };
    expect(namesOf(await surface.callTool('tools_search', { query: 'delete pods', limit: 20 }, exchange(limits)))).not.toContain(
      'pods_delete',
    );
    const names = textOf(await surface.callTool('tools_search', {}, exchange(limits))).split(', ');
    expect(names).toEqual(fleet.operations.list(limits).map(({ name }) => name));
  });

  test('says so when nothing fits', async () => {
    expect(textOf(await surface.callTool('tools_search', { query: 'zzzzqqqq' }, exchange()))).toMatch(/^No operation fits "zzzzqqqq"\./);
  });

  test('runs what was found, on the cluster that is named', async () => {
    for (const cluster of ['legacy', 'current']) {
      const answer = await surface.callTool('tools_call', { name: 'namespaces_list', arguments: { cluster } }, exchange());
      expect(answer).toMatchObject({ structuredContent: { cluster, kind: 'Namespace' } });
    }
  });

  test.each([
    [{ name: 'pods_lst' }, /^OPERATION_UNKNOWN: .*pods_list/],
    [{ name: 'pods_list', arguments: { cluster: 'legacy', nmespace: 'x' } }, /^INPUT_INVALID.*nmespace/],
    [{ name: 'pods_list', cluster: 'legacy' }, /^INPUT_INVALID: tools_call: .*cluster/],
    [{}, /^INPUT_INVALID: tools_call/],
    [{ name: 'tools_call', arguments: { name: 'pods_list' } }, /^OPERATION_UNKNOWN/],
  ])('refuses %j', async (input, message) => {
    const answer = await surface.callTool('tools_call', input, exchange());
    expect(answer.isError).toBe(true);
    expect(textOf(answer)).toMatch(message);
  });

  test('is held to the limits of its caller like a call by name', async () => {
    const answer = await surface.callTool(
      'tools_call',
      { name: 'pods_delete', arguments: { cluster: 'legacy', name: 'x' } },
      exchange({ access: 'read-only' }),
    );
    expect(textOf(answer)).toMatch(/^OPERATION_NOT_ALLOWED/);
  });
});
