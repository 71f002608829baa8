// An agent of LangChain that looks after a fleet, and may only read. A script plays the model, so that it runs without a key:
// put `model: 'anthropic:…'`, or a chat model of your own, in its place.
import assert from 'node:assert/strict';
import { createAgent } from 'langchain';
import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { fakeModel } from '@langchain/core/testing';
import { createFleet } from 'fleetwright';
import { FleetToolkit } from 'fleetwright/langchain';

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters' });
const toolkit = new FleetToolkit(fleet, { access: 'read-only' });

const call = (name, args) => [{ name, args, id: `call-${name}` }];
const model = fakeModel()
  .respondWithTools(call('clusters_list', {}))
  .respondWithTools(call('clusters_exec_all', { operation: 'pods_list', parameters: { fieldSelector: 'status.phase!=Succeeded' } }))
  .respondWithTools(call('pods_list', { contxt: 'everywhere' }))
  .respondWithTools(call('clusters_exec_all', { operation: 'pods_delete', parameters: { name: 'web-0' } }))
  .respond((messages) => new AIMessage(`The last tool said: ${messages.at(-1)?.text}`));

const agent = createAgent({ model, tools: toolkit.getTools(), systemPrompt: 'You look after Kubernetes clusters.' });
const { messages } = await agent.invoke(
  { messages: [new HumanMessage('Which pods are not well?')] },
  { signal: AbortSignal.timeout(30_000) },
);
fleet.forgetCaller(toolkit.caller);
await fleet.close();

const answers = messages.filter((message) => ToolMessage.isInstance(message));
for (const { name, status, text } of answers) console.log(`--- ${name}: ${status}\n${text}\n`);
console.log(messages.at(-1)?.text);

// The text was for the model; the artifacts are for this program.
const [clusters, pods, misspelt, refused] = answers.map(({ artifact }) => artifact);
assert.notEqual(clusters.output.total, 0, 'there is no kubeconfig in the folder');
assert.equal(pods.output.coverage.ok, clusters.output.total);
assert.equal(misspelt.error.code, 'INPUT_INVALID');
assert.equal(refused.error.code, 'OPERATION_NOT_ALLOWED');
assert.deepEqual(
  answers.map(({ status }) => status),
  ['success', 'success', 'error', 'error'],
);
