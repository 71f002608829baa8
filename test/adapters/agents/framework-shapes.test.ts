import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toAiSdkTools, toJsonTools, toOpenAIAgentsTools, type OpenAIAgentsToolDefinition } from '../../../src/adapters/agents/index.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { deaf, honestWrite, ownToolset } from '../../support/own-operations.js';

await describeWithFleet('the tools in the shape of', () => {
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

  describe('the AI SDK', () => {
    test('are keyed by name and describe their arguments by JSON Schema, leaving the check to the fleet', () => {
      const tools = toAiSdkTools(fleet, { access: 'read-only' });
      expect(Object.keys(tools)).toEqual(fleet.operations.list({ access: 'read-only' }).map(({ name }) => name));
      const schema = tools['pods_get']?.inputSchema['~standard'];
      expect(schema?.jsonSchema.input()).toEqual(toJsonTools(fleet).tools.find(({ name }) => name === 'pods_get')?.inputSchema);
      expect(schema?.validate({ nonsense: 1 })).toEqual({ value: { nonsense: 1 } });
    });

    test('a result holds text and artifact, and the model reads the text', async () => {
      const tool = toAiSdkTools(fleet)['namespaces_list']!;
      const output = await tool.execute({ cluster: 'current' }, {});
      expect(output.artifact).toMatchObject({ ok: true, cluster: 'current' });
      expect(tool.toModelOutput({ output })).toEqual({ type: 'text', value: output.text });
    });

    test('a failure is an error for the model, and an abort ends the call', async () => {
      const tools = toAiSdkTools(fleet);
      const wrong = await tools['namespaces_list']!.execute({ contxt: 'current' });
      expect(wrong.artifact).toMatchObject({ ok: false, error: { code: 'INPUT_INVALID' } });
      expect(tools['namespaces_list']!.toModelOutput({ output: wrong })).toEqual({ type: 'error-text', value: wrong.text });
      const ended = await tools['deaf']!.execute({ cluster: 'current' }, { abortSignal: AbortSignal.abort() });
      expect(ended.artifact).toMatchObject({ ok: false, error: { code: 'CANCELLED' } });
    });
  });

  describe('the OpenAI Agents SDK', () => {
    const definitions = (): Map<string, OpenAIAgentsToolDefinition> =>
      new Map(toOpenAIAgentsTools(fleet, (definition) => [definition.name, definition] as const, { access: 'read-only' }));

    test('are made by its own function, not strict, with plain JSON Schemas', () => {
      expect([...definitions().keys()]).toEqual(fleet.operations.list({ access: 'read-only' }).map(({ name }) => name));
      const { parameters, strict } = definitions().get('pods_get')!;
      expect(strict).toBe(false);
      expect(parameters).toMatchObject({ type: 'object', required: ['name'], additionalProperties: true });
      expect(parameters.properties).toMatchObject({ name: { type: 'string' }, cluster: { type: 'string' } });
      expect(JSON.parse(JSON.stringify(parameters))).toEqual(parameters);
      expect(definitions().get('clusters_refresh_status')!.parameters).toMatchObject({ properties: {}, required: [] });
    });

    test('answer with the text that the model reads', async () => {
      const tools = definitions();
      expect(await tools.get('clusters_list')!.execute({})).toMatch(/^2 clusters/);
      expect(await tools.get('namespaces_list')!.execute({ contxt: 'current' })).toMatch(/^Error INPUT_INVALID: /);
      expect(await tools.get('deaf')!.execute({ cluster: 'current' }, {}, { signal: AbortSignal.abort() })).toMatch(/^Error CANCELLED/);
    });
  });
});
