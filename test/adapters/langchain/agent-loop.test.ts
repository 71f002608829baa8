import { AIMessage, HumanMessage, type BaseMessage, type ToolMessage } from '@langchain/core/messages';
import { fakeModel } from '@langchain/core/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FleetToolkit, type ToolArtifact } from '../../../src/adapters/langchain/index.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { honestWrite, ownToolset } from '../../support/own-operations.js';

const namespace = 'agent-loop';
const SICK = 'current';

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

  test('lists the clusters, finds the failing pod on the right one, and is refused a write', async () => {
    const tools = new FleetToolkit(fleet, { access: 'read-only' }).getTools();
    expect(tools.map(({ name }) => name)).not.toContain('honest_write');
    const model = operatorModel().bindTools(tools.map((tool) => tool as never));
    const messages: BaseMessage[] = [new HumanMessage('Which pods fail? Repair them.')];
    const artifacts: ToolArtifact[] = [];
    for (;;) {
      const answer = await model.invoke(messages);
      messages.push(answer);
      if (answer.tool_calls === undefined || answer.tool_calls.length === 0) break;
      for (const call of answer.tool_calls) {
        const message: ToolMessage = await tools.find(({ name }) => name === call.name)!.invoke({ ...call, type: 'tool_call' });
        artifacts.push(message.artifact as ToolArtifact);
        messages.push(message);
      }
    }
    expect(artifacts).toMatchObject([
      { ok: true, operation: 'clusters_list', output: { total: 2 } },
      { ok: true, operation: 'clusters_exec_all', output: { coverage: { matched: 2, ok: 2 } } },
      { ok: true, operation: 'pods_get', cluster: SICK },
      { ok: false, operation: 'clusters_exec_all', error: { code: 'OPERATION_NOT_ALLOWED' } },
    ]);
    expect(messages.at(-1)?.content).toMatch(/^I may not repair it: Error OPERATION_NOT_ALLOWED/);
    const { text } = await local.cluster(SICK).adminClient.request('GET', `/api/v1/namespaces/${namespace}/configmaps`);
    expect(text).not.toContain('repaired');
  });
});
