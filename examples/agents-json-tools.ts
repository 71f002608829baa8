// The operations as tools of a model API that you call yourself. Here a script plays the model.
// Run: npx tsx examples/agents-json-tools.ts FOLDER
import assert from 'node:assert/strict';
import { createFleet } from 'fleetwright';
import { toJsonTools } from 'fleetwright/agents';

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters' });
const { tools, callTool, caller } = toJsonTools(fleet, { access: 'read-only', toolsets: ['clusters', 'core'] });

// What goes into the request: `tools` of the Anthropic API; others want the same under other names.
const offered = tools.map(({ name, description, inputSchema }) => ({ name, description, input_schema: inputSchema }));
console.log(`${offered.length} tools: ${offered.map(({ name }) => name).join(', ')}`);

// What comes back from the model, and what it reads next.
const listed = await callTool('clusters_list', {}, { signal: AbortSignal.timeout(20_000) });
console.log(listed.text);
assert.ok(listed.artifact.ok);
assert.notEqual(listed.artifact.output['total'], 0, 'there is no kubeconfig in the folder');
const failing = await callTool('clusters_exec_all', '{"operation":"pods_list","parameters":{"fieldSelector":"status.phase!=Running"}}');
console.log(failing.text);
assert.ok(failing.artifact.ok);

// A failure is an answer too, which the model reads and corrects: `artifact.ok` says which.
const misspelt = await callTool('pods_list', { contxt: 'current' });
console.log(misspelt.text);
assert.ok(!misspelt.artifact.ok);
assert.equal(misspelt.artifact.error.code, 'INPUT_INVALID');

fleet.forgetCaller(caller);
await fleet.close();
