// The same operations as tools of the AI SDK and of the OpenAI Agents SDK. Neither package is needed to make them.
// Run: npx tsx examples/agents-frameworks.ts FOLDER
import assert from 'node:assert/strict';
import { createFleet } from 'fleetwright';
import { toAiSdkTools, toOpenAIAgentsTools } from 'fleetwright/agents';

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters', readOnly: true });

// generateText({ model, prompt, tools, stopWhen: stepCountIs(10) }) of `ai` calls them like this:
const tools = toAiSdkTools(fleet, { toolsets: ['clusters'] });
const output = await tools['clusters_status']?.execute({}, { abortSignal: AbortSignal.timeout(20_000) });
console.log(output?.text);
assert.ok(output?.artifact.ok);
assert.notDeepEqual(output.artifact.output['clusters'], [], 'there is no kubeconfig in the folder');

// new Agent({ name: 'operator', tools: toOpenAIAgentsTools(fleet, tool) }) with `tool` of `@openai/agents`; here the definition as it is:
const [first] = toOpenAIAgentsTools(fleet, (definition) => definition, { toolsets: ['clusters'] });
console.log(first?.name, JSON.stringify(first?.parameters));
assert.equal(first?.parameters.type, 'object');

await fleet.close();
