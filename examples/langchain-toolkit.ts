// The operations as LangChain tools. langchain-agent/ has an agent with `createAgent`; here a tool call is made by hand.
// Run: npx tsx examples/langchain-toolkit.ts FOLDER
import assert from 'node:assert/strict';
import { ToolMessage } from '@langchain/core/messages';
import { createFleet } from 'fleetwright';
import { FleetToolkit, type ToolArtifact } from 'fleetwright/langchain';

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters' });
const toolkit = new FleetToolkit(fleet, { access: 'read-only', toolsets: ['clusters', 'core'] });
const tools = toolkit.getTools();
console.log(tools.map(({ name }) => name).join(', '));

const clustersList = tools.find(({ name }) => name === 'clusters_list');
const message: unknown = await clustersList?.invoke(
  { type: 'tool_call', id: 'call-1', name: 'clusters_list', args: {} },
  { signal: AbortSignal.timeout(20_000) },
);
assert.ok(ToolMessage.isInstance(message));
console.log(message.text); // for the model
assert.equal(message.status, 'success');
const artifact = message.artifact as ToolArtifact; // for the program: LangChain does not type it
assert.ok(artifact.ok);
assert.notEqual(artifact.output['total'], 0, 'there is no kubeconfig in the folder');

fleet.forgetCaller(toolkit.caller); // when the conversation ends
await fleet.close();
