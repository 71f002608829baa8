import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toJsonTools, type FleetToolOptions, type JsonTools } from '../../../src/adapters/agents/index.js';
import { createFleet, operationSchemas, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { deaf, honestWrite, ownToolset } from '../../support/own-operations.js';

await describeWithFleet('the tools as data', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory }, { toolsets: [ownToolset([honestWrite, deaf])] });
  });
  afterAll(async () => {
    await fleet.close();
    await local.close();
  });
  const tools = (options?: FleetToolOptions): JsonTools => toJsonTools(fleet, options);

  test('are plain JSON with closed schemas', () => {
    const list = tools().tools;
    expect(JSON.parse(JSON.stringify(list))).toEqual(list);
    // Some model APIs refuse keywords that they do not know.
    expect(JSON.stringify(list)).not.toContain('x-mcp-header');
    for (const { name, inputSchema } of list) {
      const { input } = operationSchemas(fleet.operations.get(name));
      expect(inputSchema).toEqual(JSON.parse(JSON.stringify(input, (key, value: unknown) => (key === 'x-mcp-header' ? undefined : value))));
    }
    expect(list.find(({ name }) => name === 'pods_get')).toMatchObject({
      inputSchema: { type: 'object', required: ['name'], additionalProperties: false },
      outputSchema: { type: 'object' },
      toolset: 'core',
      effect: 'read',
      scope: 'cluster',
    });
  });

  test('run by name, with arguments as an object or as JSON text', async () => {
    const { callTool } = tools();
    const args = { cluster: 'legacy', namespace: 'shop' };
    const answer = await callTool('pods_list_in_namespace', args);
    expect(answer).toMatchObject({ text: expect.stringContaining('failing-0000'), artifact: { ok: true, cluster: 'legacy' } });
    expect((await callTool('pods_list_in_namespace', JSON.stringify(args))).artifact.ok).toBe(true);
    expect((await callTool('clusters_list', '')).artifact).toMatchObject({ ok: true, output: { total: 2 } });
    expect((await callTool('clusters_list', undefined)).artifact.ok).toBe(true);
  });

  test.each([
    ['text that is not JSON', 'pods_list', '{"cluster": ', 'INPUT_INVALID'],
    ['JSON that is no object', 'pods_list', '["current"]', 'INPUT_INVALID'],
    ['a number', 'pods_list', 7, 'INPUT_INVALID'],
    ['an unknown parameter', 'pods_list', { cluster: 'current', force: true }, 'INPUT_INVALID'],
    ['an unknown tool', 'pods_lst', {}, 'OPERATION_UNKNOWN'],
    ['an unknown cluster', 'pods_list', { cluster: '../current' }, 'CLUSTER_UNKNOWN'],
  ])('answer %s with an error, without a throw', async (_what, name, args, code) => {
    const { text, artifact } = await tools().callTool(name, args);
    expect(artifact).toMatchObject({ ok: false, operation: name, error: { code, hint: expect.any(String) } });
    expect(text).toMatch(new RegExp(`^Error ${code}.*\\nHint: `, 's'));
  });

  test('refuse at the call what they do not list', async () => {
    const { tools: listed, callTool } = tools({ access: 'read-only', toolsets: ['own', 'clusters'], clusters: ['legacy'] });
    expect(listed.map(({ name }) => name)).not.toContain('honest_write');
    const refused = [
      await callTool('honest_write', { cluster: 'legacy', namespace: 'team-a', name: 'from-json-tools' }),
      await callTool('pods_list', { cluster: 'legacy' }),
      await callTool('deaf', { cluster: 'current' }),
      await callTool('clusters_exec_all', { operation: 'deaf', clusters: 'current' }),
    ];
    expect(refused.map(({ artifact }) => !artifact.ok && artifact.error.code)).toEqual([
      'OPERATION_NOT_ALLOWED',
      'OPERATION_NOT_ALLOWED',
      'CLUSTER_UNKNOWN',
      'CLUSTER_UNKNOWN',
    ]);
    const { text } = await local.cluster('legacy').adminClient.request('GET', '/api/v1/namespaces/team-a/configmaps');
    expect(text).not.toContain('from-json-tools');
  });

  test('of a person with several roles are what the roles allow in sum', async () => {
    const { tools: listed, callTool } = tools({
      grants: [{ access: 'read-only' }, { access: 'full', clusters: 'legacy', toolsets: ['own'] }],
    });
    expect(listed.map(({ name }) => name)).toContain('honest_write');
    const refused = await callTool('honest_write', { cluster: 'current', namespace: 'team-a', name: 'from-json-tools' });
    expect(refused.artifact).toMatchObject({ ok: false, error: { code: 'OPERATION_NOT_ALLOWED', cluster: 'current' } });
  });

  test('end when their signal says so, and tell of progress', async () => {
    const { callTool } = tools();
    const progress: number[] = [];
    await callTool('clusters_exec_all', { operation: 'namespaces_list' }, { onProgress: ({ done }) => progress.push(done) });
    expect(progress).toEqual([1, 2]);
    const cancelled = await callTool('deaf', { cluster: 'current' }, { signal: AbortSignal.abort() });
    expect(cancelled.artifact).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
  });

  test('have a caller of their own, or the one they are given', async () => {
    const finished: string[] = [];
    fleet.on('operation-finished', ({ caller }) => finished.push(caller));
    await tools({ caller: { id: 'session-7', user: 'ada', stateful: true } }).callTool('clusters_list', {});
    const own = tools();
    await own.callTool('clusters_list', {});
    expect(finished).toEqual(['ada', own.caller.id]);
    expect(tools().caller.id).not.toBe(own.caller.id);
  });

  describe('options that cannot be used', () => {
    test.each([
      ['a misspelt option', { cluster: 'legacy' }, /no option "cluster".*Did you mean "clusters"/],
      ['a misspelt access level', { access: 'readonly' }, /no level "readonly".*"read-only"/],
      ['a misspelt toolset', { toolsets: ['cor'] }, /no toolset "cor".*Did you mean "core".*Valid: /],
      ['toolsets that are no list', { toolsets: 'core' }, /a list of toolset names/],
      ['an empty selector', { clusters: ' ' }, /a selector or a list/],
      ['a list with something else than names', { clusters: ['legacy', 2] }, /a selector or a list/],
      ['null for clusters', { clusters: null }, /a selector or a list/],
      ['a selector that cannot be read', { clusters: 'legacy or (' }, /clusters: /],
      ['a grant without a level', { grants: [{ clusters: 'legacy' }] }, /grants\[0\]\.access: is missing/],
    ])('%s gives no tools at all', (_what, options, message) => {
      // As a program without types would pass them.
      expect(() => toJsonTools(fleet, options as FleetToolOptions)).toThrow(message);
      expect(() => toJsonTools(fleet, options as FleetToolOptions)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
    });
  });
});
