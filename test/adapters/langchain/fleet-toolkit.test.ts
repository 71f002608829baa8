import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { convertToOpenAITool } from '@langchain/core/utils/function_calling';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FleetTools } from '../../../src/adapters/agents/fleet-tools.js';
import { FleetToolkit, type FleetToolOptions, type ToolArtifact } from '../../../src/adapters/langchain/index.js';
import { OperationTool } from '../../../src/adapters/langchain/operation-tool.js';
import { createFleet, defineOperation, operationSchemas, type Fleet } from '../../../src/index.js';
import { Catalog } from '../../../src/lib/catalog.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { broken, deaf, honestWrite, ownToolset } from '../../support/own-operations.js';
import { callTool } from './call-tool.js';

await describeWithFleet('a fleet as a LangChain toolkit', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory }, { toolsets: [ownToolset([honestWrite, broken, deaf])] });
  });
  afterAll(async () => {
    await fleet.close();
    await local.close();
  });
  const toolkit = (options?: FleetToolOptions): FleetToolkit => new FleetToolkit(fleet, options);
  const names = (of: FleetToolkit): string[] => of.getTools().map(({ name }) => name);

  describe('the tools', () => {
    test('are the operations, described for the model by the same schemas as everywhere', () => {
      const tools = toolkit().getTools();
      expect(tools.map(({ name }) => name)).toEqual(fleet.operations.list().map(({ name }) => name));
      for (const tool of tools) {
        const { input } = operationSchemas(fleet.operations.get(tool.name));
        const { parameters } = convertToOpenAITool(tool).function;
        expect(plain(parameters)).toEqual(plain(input));
        expect(JSON.stringify(parameters)).not.toContain('x-mcp-header');
      }
    });

    test('carry toolset, effect and scope as tags and metadata', () => {
      expect(
        toolkit()
          .getTools()
          .find(({ name }) => name === 'honest_write'),
      ).toMatchObject({
        tags: ['fleetwright', 'toolset:own', 'effect:write', 'scope:cluster'],
        metadata: { toolset: 'own', effect: 'write', scope: 'cluster', idempotent: false },
      });
    });

    test('are the same objects at each look, and dynamic operations come and go', async () => {
      const all = toolkit();
      const before = all.getTools();
      expect(all.getTools()).toEqual(before);
      expect(all.getTools()[0]).toBe(before[0]);
      const sample = defineOperation({ ...broken, name: 'sample_operation' });
      catalogOf(fleet).replaceDynamic('samples', [sample]);
      expect(names(all)).toContain('sample_operation');
      expect(names(toolkit({ toolsets: ['samples'] }))).toEqual(['sample_operation']);
      const sampleTool = all.getTools().find(({ name }) => name === 'sample_operation');
      catalogOf(fleet).replaceDynamic('samples', []);
      expect(await sampleTool?.invoke({ cluster: 'current' })).toMatch(/^Error OPERATION_UNKNOWN: /);
      expect(names(all)).toEqual(before.map(({ name }) => name));
    });

    test('are fewer where the toolkit is limited', () => {
      expect(names(toolkit({ access: 'read-only' }))).not.toContain('honest_write');
      expect(names(toolkit({ toolsets: ['config'] }))).toEqual(['configuration_contexts_list', 'configuration_view']);
      expect(names(toolkit({ toolsets: [] }))).toEqual([]);
    });
  });

  describe('a call', () => {
    test('gives the model text and the program data', async () => {
      const message = await callTool(toolkit(), 'pods_list_in_namespace', { cluster: 'current', namespace: 'shop' });
      expect(message).toMatchObject({
        status: 'success',
        name: 'pods_list_in_namespace',
        metadata: { cluster: 'current', toolset: 'core' },
      });
      expect(message.content).toContain('failing-0000');
      expect(message.artifact).toMatchObject({ ok: true, operation: 'pods_list_in_namespace', cluster: 'current', requestId: textOf(36) });
      const artifact: ToolArtifact = message.artifact;
      expect(artifact.ok && artifact.output).toMatchObject({ cluster: 'current', rows: expect.any(Array) });
    });

    test('without a tool call gives the text alone', async () => {
      const tool = toolkit()
        .getTools()
        .find(({ name }) => name === 'clusters_list');
      expect(await tool?.invoke({})).toMatch(/^2 clusters/);
      expect(await tool?.invoke({ limits: 3 })).toMatch(/^Error INPUT_INVALID: /);
    });

    test.each([
      ['a misspelt parameter', 'pods_list', { contxt: 'current' }, 'INPUT_INVALID', /contxt.*did you mean cluster/],
      ['a wrong type', 'pods_list', { cluster: ['two'] }, 'INPUT_INVALID', /cluster: .*string/],
      ['a missing parameter', 'pods_get', { cluster: 'current' }, 'INPUT_INVALID', /name/],
      ['an unknown cluster', 'pods_list', { cluster: 'curent' }, 'CLUSTER_UNKNOWN', /current/],
      ['no cluster', 'pods_list', {}, 'CLUSTER_NOT_SELECTED', /current, legacy/],
      ['an object that is not there', 'pods_get', { cluster: 'legacy', namespace: 'shop', name: 'nobody' }, 'NOT_FOUND', /cluster legacy/],
    ])('that fails by %s is an error to read, not a throw', async (_what, name, args, code, text) => {
      const message = await callTool(toolkit(), name, args);
      expect(message.status).toBe('error');
      expect(message.content).toMatch(new RegExp(`^Error ${code}`));
      expect(message.content).toMatch(text);
      expect(message.content).toContain('\nHint: ');
      expect(message.artifact).toMatchObject({ ok: false, operation: name, error: { code, hint: expect.any(String), retryable: false } });
    });

    test('that meets a defect names the request and no secret', async () => {
      const message = await callTool(toolkit(), 'broken', { cluster: 'current' });
      expect(message).toMatchObject({ status: 'error', artifact: { ok: false, error: { code: 'INTERNAL', cluster: 'current' } } });
      expect(message.content).toContain(`Request id: ${message.artifact.requestId}`);
      expect(JSON.stringify(message)).not.toContain('abcdef0123456789');
    });

    test('ends when its run is aborted', async () => {
      const controller = new AbortController();
      const running = callTool(toolkit(), 'deaf', { cluster: 'current' }, { signal: controller.signal });
      controller.abort();
      expect(await running).toMatchObject({ status: 'error', artifact: { ok: false, error: { code: 'CANCELLED' } } });
    });

    test('tells LangChain’s callbacks of wrong arguments too', async () => {
      const seen: string[] = [];
      class Recorder extends BaseCallbackHandler {
        readonly name = 'recorder';
        override handleToolStart = (): void => void seen.push('start');
        override handleToolEnd = (): void => void seen.push('end');
      }
      await callTool(toolkit(), 'pods_list', { contxt: 'current' }, { callbacks: [new Recorder()] });
      expect(seen).toEqual(['start', 'end']);
    });
  });

  describe('the limits hold at the call, not only in the list', () => {
    const write = { namespace: 'team-a', name: 'from-langchain', cluster: 'current' };
    async function expectNothingWritten(): Promise<void> {
      const { text } = await local.cluster('current').adminClient.request('GET', '/api/v1/namespaces/team-a/configmaps');
      expect(text).not.toContain('from-langchain');
    }

    test('a write tool of a read-only toolkit, kept by someone, refuses', async () => {
      const tool = new OperationTool(new FleetTools(fleet, { access: 'read-only' }), fleet.operations.get('honest_write'));
      expect(await tool.invoke({ type: 'tool_call', id: 'call-1', name: 'honest_write', args: write })).toMatchObject({
        status: 'error',
        content: expect.stringMatching(/^Error OPERATION_NOT_ALLOWED: .*read-only/),
        artifact: { ok: false, error: { code: 'OPERATION_NOT_ALLOWED' } },
      });
      await expectNothingWritten();
    });

    test('a cluster outside the limits is refused, as if it were not there', async () => {
      const message = await callTool(toolkit({ clusters: 'not current' }), 'honest_write', write);
      expect(message).toMatchObject({ status: 'error', artifact: { error: { code: 'CLUSTER_UNKNOWN' } } });
      await expectNothingWritten();
    });

    test('two toolkits have an active cluster each', async () => {
      const [one, other] = [toolkit(), toolkit()];
      await callTool(one, 'clusters_switch', { cluster: 'legacy' });
      expect(await callTool(one, 'namespaces_list', {})).toMatchObject({ status: 'success', artifact: { cluster: 'legacy' } });
      expect(await callTool(other, 'namespaces_list', {})).toMatchObject({ artifact: { error: { code: 'CLUSTER_NOT_SELECTED' } } });
    });
  });
});

/** A schema without what differs by intent: its dialect, the bounds of safe integers, the keyword for gateways. */
function plain(schema: unknown): unknown {
  const bounds: readonly unknown[] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === '$schema' || key === 'x-mcp-header' || bounds.includes(value) ? undefined : value,
    ),
  );
}

function textOf(length: number): unknown {
  return expect.stringMatching(new RegExp(`^.{${length}}$`));
}

function catalogOf({ operations }: Fleet): Catalog {
  if (operations instanceof Catalog) return operations;
  throw new Error('The operations of a fleet are its catalog.');
}
