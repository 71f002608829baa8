// The same operations as tools of the AI SDK and of the OpenAI Agents SDK. Neither package is needed to make them.
// Run: npx tsx examples/agents-frameworks.ts FOLDER
import { createFleet } from 'fleetwright';
import { toAiSdkTools, toOpenAIAgentsTools } from 'fleetwright/agents';

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters', readOnly: true });

// generateText({ model, prompt, tools, stopWhen: stepCountIs(10) }) of `ai` calls them like this:
const tools = toAiSdkTools(fleet, { toolsets: ['clusters'] });
const output = await tools['clusters_status']?.execute({}, { abortSignal: AbortSignal.timeout(20_000) });
console.log(output?.text);

// new Agent({ name: 'operator', tools: toOpenAIAgentsTools(fleet, tool) }) with `tool` of `@openai/agents`; here the definition as it is:
const [first] = toOpenAIAgentsTools(fleet, (definition) => definition, { toolsets: ['clusters'] });
console.log(first?.name, JSON.stringify(first?.parameters));

await fleet.close();
const answered = output?.artifact.ok === true && output.artifact.output['coverage'];
if (first === undefined || JSON.stringify(answered).includes('"matched":0')) process.exitCode = 1;
