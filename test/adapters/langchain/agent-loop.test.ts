import { AIMessage, HumanMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import type { ToolCall } from '@langchain/core/messages/tool';
import { fakeModel } from '@langchain/core/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FleetToolkit, type ToolArtifact } from '../../../src/adapters/langchain/index.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { honestWrite, ownToolset } from '../../support/own-operations.js';

const namespace = 'agent-loop';
const SICK = 'current';
const FAILING = 'failing-0000';

/** A model that decides by what the tools said, as a real one does: by text alone. */
function operatorModel() {
  const said = (messages: readonly BaseMessage[]): string => messages.at(-1)?.text ?? '';
  const calls = (name: string, args: Record<string, unknown>): AIMessage =>
    new AIMessage({ content: '', tool_calls: [{ type: 'tool_call', id: `call-${name}`, name, args }] });
  return fakeModel()
    .respondWithTools([{ name: 'clusters_list', args: {} }])
    .respond((messages) => {
      const names = [...said(messages).matchAll(/^(legacy|current)\b/gm)].map(([name]) => name);
      return calls('clusters_exec_all', { operation: 'pods_list_in_namespace', parameters: { namespace }, clusters: names.join(',') });
    })
    .respond((messages) => {
      const cluster = /^(\S+)\s.*CrashLoopBackOff/m.exec(said(messages))?.[1];
      const pod = /\b(failing-\d+)\b/.exec(said(messages))?.[1];
      return calls('pods_get', { cluster, namespace, name: pod });
    })
    .respond(() => calls('pods_delete', { cluster: SICK, namespace, name: FAILING }))
    .respond(() => calls('clusters_exec_all', { operation: 'pods_delete', parameters: { namespace, name: FAILING } }))
    .respond(() => calls('clusters_exec_all', { operation: 'honest_write', parameters: { namespace, name: 'repaired' } }))
    .respond((messages) => new AIMessage(`I may not repair it: ${said(messages)}`));
}

await describeWithFleet('an agent with the tools of a read-only toolkit', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  beforeAll(async () => {
    local = await sharedFleet();
    await Promise.all(local.clusters.map((cluster) => cluster.seed({ namespace, failingPods: cluster.name === SICK ? 1 : 0 })));
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory }, { toolsets: [ownToolset([honestWrite])] });
  });
  afterAll(async () => {
    await fleet.close();
    await Promise.all(local.clusters.map(({ adminClient }) => adminClient.request('DELETE', `/api/v1/namespaces/${namespace}`)));
    await local.close();
  });

  test('lists the clusters, finds the failing pod on the right one, and is refused a delete and a write', async () => {
    const offered = (toolkit: FleetToolkit): string[] => toolkit.getTools().map(({ name }) => name);
    expect(offered(new FleetToolkit(fleet))).toEqual(expect.arrayContaining(['honest_write', 'pods_delete']));
    const toolkit = new FleetToolkit(fleet, { access: 'read-only' });
    expect(offered(toolkit).filter((name) => name === 'honest_write' || name === 'pods_delete')).toEqual([]);

    const tools = toolkit.getTools();
    const model = operatorModel().bindTools(tools.map((tool) => tool as never));
    const messages: BaseMessage[] = [new HumanMessage('Which pods fail? Repair them.')];
    const answers: ToolMessage[] = [];
    for (;;) {
      const answer = await model.invoke(messages);
      messages.push(answer);
      if (answer.tool_calls === undefined || answer.tool_calls.length === 0) break;
      for (const call of answer.tool_calls) {
        const tool = tools.find(({ name }) => name === call.name);
        const message: ToolMessage = tool === undefined ? noSuchTool(call) : await tool.invoke({ ...call, type: 'tool_call' });
        answers.push(message);
        messages.push(message);
      }
    }
    expect(answers.map(({ artifact }) => artifact as ToolArtifact | undefined)).toMatchObject([
      { ok: true, operation: 'clusters_list', output: { total: 2 } },
      { ok: true, operation: 'clusters_exec_all', output: { coverage: { matched: 2, ok: 2 } } },
      { ok: true, operation: 'pods_get', cluster: SICK },
      undefined,
      { ok: false, operation: 'clusters_exec_all', error: { code: 'OPERATION_NOT_ALLOWED' } },
      { ok: false, operation: 'clusters_exec_all', error: { code: 'OPERATION_NOT_ALLOWED' } },
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['success', 'success', 'success', 'error', 'error', 'error']);
    expect(messages.at(-1)?.content).toMatch(/^I may not repair it: Error OPERATION_NOT_ALLOWED/);

    const { adminClient } = local.cluster(SICK);
    const pod = await adminClient.request('GET', `/api/v1/namespaces/${namespace}/pods/${FAILING}`);
    expect(pod.status).toBe(200);
    expect(pod.text).not.toContain('deletionTimestamp');
    expect((await adminClient.request('GET', `/api/v1/namespaces/${namespace}/configmaps`)).text).not.toContain('repaired');
  });
});

/** What frameworks answer when a model makes up a tool. */
function noSuchTool({ name, id = '' }: ToolCall): ToolMessage {
  return new ToolMessage({ content: `${name} is not a valid tool`, tool_call_id: id, name, status: 'error' });
}
