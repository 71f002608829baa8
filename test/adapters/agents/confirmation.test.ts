import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toAiSdkTools, toJsonTools, toOpenAIAgentsTools, type FleetToolOptions } from '../../../src/adapters/agents/index.js';
import { FleetToolkit } from '../../../src/adapters/langchain/index.js';
import { createFleet, type ConfirmationPlan, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownNamespace } from '../../support/own-namespace.js';
import { callTool } from '../langchain/call-tool.js';

const namespace = 'agents-confirmation';
const maps = `/api/v1/namespaces/${namespace}/configmaps`;

await describeWithFleet('tool calls of agents that must be confirmed', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let removeNamespace: () => Promise<void>;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, confirmation: { rules: [{ effects: ['destructive'] }] } });
    removeNamespace = await ownNamespace(local, namespace);
  });
  afterAll(async () => {
    await fleet.close();
    await removeNamespace();
    await local.close();
  });

  /** Each framework's way to call a tool: what the model reads. */
  const frameworks: [string, (options: FleetToolOptions) => (name: string, args: Record<string, unknown>) => Promise<string>][] = [
    [
      'JSON tools',
      (options) => {
        const tools = toJsonTools(fleet, options);
        return async (name, args) => (await tools.callTool(name, args)).text;
      },
    ],
    [
      'AI SDK',
      (options) => {
        const tools = toAiSdkTools(fleet, options);
        return async (name, args) => (await tools[name]?.execute(args))?.text ?? '';
      },
    ],
    [
      'OpenAI Agents',
      (options) => {
        const tools = toOpenAIAgentsTools(fleet, (definition) => definition, options);
        return async (name, args) => (await tools.find((tool) => tool.name === name)?.execute(args)) ?? '';
      },
    ],
    [
      'LangChain',
      (options) => {
        const toolkit = new FleetToolkit(fleet, options);
        return async (name, args) => (await callTool(toolkit, name, args)).content;
      },
    ],
  ];

  describe.each(frameworks)('%s', (framework, toolsWith) => {
    const made = async (cluster: string, what: string): Promise<{ input: Record<string, string>; status: () => Promise<number> }> => {
      const name = `${framework}-${what}`.toLowerCase().replaceAll(' ', '-');
      const { adminClient } = local.cluster(cluster);
      await adminClient.request('POST', maps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
      const input = { cluster, apiVersion: 'v1', kind: 'ConfigMap', namespace, name };
      return { input, status: async () => (await adminClient.request('GET', `${maps}/${name}`)).status };
    };

    test.each(['legacy', 'current'])('the program asks, and its answer counts on %s', async (cluster) => {
      const { input, status } = await made(cluster, 'asked');
      const plans: ConfirmationPlan[] = [];
      const declining = toolsWith({
        confirm: async (plan) => {
          plans.push(plan);
          return 'declined';
        },
      });
      expect(await declining('resources_delete', input)).toMatch(/^Error OPERATION_DECLINED/);
      expect(await status()).toBe(200);
      expect(plans).toMatchObject([{ operation: 'resources_delete', cluster }]);
      await toolsWith({ confirm: async () => 'accepted' })('resources_delete', input);
      expect(await status()).toBe(404);
    });

    test('without one the model is told to ask, and repeats the call', async () => {
      const { input, status } = await made('current', 'told');
      const call = toolsWith({});
      const text = await call('resources_delete', input);
      expect(text).toMatch(/^Error CONFIRMATION_REQUIRED \(cluster current\)/);
      expect(text).toContain('Show this plan to the user');
      expect(await status()).toBe(200);
      const confirmation = /confirmation=([0-9a-f]{32})/.exec(text)?.[1];
      // Another agent has its own.
      expect(await toolsWith({})('resources_delete', { ...input, confirmation })).toMatch(/^Error CONFIRMATION_INVALID/);
      await call('resources_delete', { ...input, confirmation });
      expect(await status()).toBe(404);
    });
  });

  test('the parameter is described where the model needs it', () => {
    const described = (options: FleetToolOptions): string[] =>
      toJsonTools(fleet, options).tools.flatMap(({ name, inputSchema }) =>
        JSON.stringify(inputSchema['properties']).includes('"confirmation"') ? [name] : [],
      );
    expect(described({})).toEqual(fleet.operations.list().flatMap((operation) => (fleet.mayAsk(operation) ? [operation.name] : [])));
    expect(described({})).toContain('resources_delete');
    expect(described({ confirm: async () => 'declined' })).toEqual([]);
  });

  test('an option that is no function is refused', () => {
    const confirm: unknown = 'yes';
    expect(() => toJsonTools(fleet, { confirm: confirm as never })).toThrow('confirm: a function is expected');
  });
});
