// An agent of LangChain that looks after a fleet, and may only read. A script plays the model, so that it runs without a key:
// put `model: 'anthropic:…'`, or a chat model of your own, in its place.
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
  .respond((messages) => new AIMessage(`The last tool said: ${messages.at(-1)?.text}`));

const agent = createAgent({ model, tools: toolkit.getTools(), systemPrompt: 'You look after Kubernetes clusters.' });
const { messages } = await agent.invoke(
  { messages: [new HumanMessage('Which pods are not well?')] },
  { signal: AbortSignal.timeout(30_000) },
);

const answers = messages.filter((message) => ToolMessage.isInstance(message));
for (const { name, status, text } of answers) console.log(`--- ${name}: ${status}\n${text}\n`);
console.log(messages.at(-1)?.text);

fleet.forgetCaller(toolkit.caller);
await fleet.close();
const [clusters, , misspelt] = answers;
if (clusters?.artifact?.output?.total === 0 || misspelt?.status !== 'error' || misspelt.artifact.error.code !== 'INPUT_INVALID') {
  process.exitCode = 1;
}
