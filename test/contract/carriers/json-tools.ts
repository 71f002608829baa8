import { toJsonTools } from '../../../src/adapters/agents/index.js';
import { createFleet, type FleetConfigInput } from '../../../src/index.js';
import { toolAnswer } from './agent-answer.js';
import type { Carrier, ChangingConnection } from './carrier.js';
import { offerSample } from './sample-operation.js';
import { toldBy } from './sdk.js';

/** An agent that calls a model API itself. */
export const jsonTools: Carrier = { name: 'JSON tools of agents', keepsSession: true, connect, connectChanging: connect };

async function connect(settings: FleetConfigInput): Promise<ChangingConnection> {
  const fleet = createFleet(settings);
  const tools = toJsonTools(fleet);
  return {
    list: async () =>
      tools.tools.map(({ name, description, effect, inputSchema, outputSchema }) => ({
        name,
        description,
        effect,
        input: inputSchema,
        output: outputSchema,
      })),
    call: async (name, input, { signal } = {}) => toolAnswer(await tools.callTool(name, JSON.stringify(input), { signal })),
    read: async (name, input) => (await tools.callTool(name, input)).text,
    offerSample: async (offered) => {
      offerSample(fleet, offered);
    },
    listen: async () => ({ told: toldBy(fleet) }),
    [Symbol.asyncDispose]: () => fleet.close(),
  };
}
