import type { ToolMessage } from '@langchain/core/messages';
import type { StructuredToolInterface } from '@langchain/core/tools';
import { convertToOpenAITool } from '@langchain/core/utils/function_calling';
import { z } from 'zod';
import { FleetTools } from '../../../src/adapters/agents/fleet-tools.js';
import { FleetToolkit, type ToolArtifact } from '../../../src/adapters/langchain/index.js';
import { OperationTool } from '../../../src/adapters/langchain/operation-tool.js';
import { createFleet, TOOLSETS, type Fleet, type FleetConfigInput, type Operation } from '../../../src/index.js';
import { toolAnswer } from './agent-answer.js';
import { objectOf } from './answer.js';
import type { Carrier, CarriedCallOptions, ChangingConnection, JsonObject } from './carrier.js';
import { offerSample, SAMPLE } from './sample-operation.js';
import { toldBy } from './sdk.js';

/** A LangChain agent. */
export const langchain: Carrier = { name: 'LangChain toolkit', keepsSession: true, connect, connectChanging: connect };

const MESSAGE = z.object({
  content: z.string(),
  status: z.enum(['success', 'error']),
  artifact: z.custom<ToolArtifact>((value) => typeof value === 'object' && value !== null && 'ok' in value),
});

async function connect(settings: FleetConfigInput): Promise<ChangingConnection> {
  const fleet = createFleet(settings);
  const toolkit = new FleetToolkit(fleet);
  const invoke = async (name: string, args: JsonObject, { signal }: CarriedCallOptions = {}): Promise<z.output<typeof MESSAGE>> => {
    const tool = toolkit.getTools().find((offered) => offered.name === name) ?? keptTool(fleet, name);
    const message: ToolMessage = await tool.invoke({ type: 'tool_call', id: 'call-1', name, args: { ...args } }, signal && { signal });
    return MESSAGE.parse(message);
  };
  return {
    list: async () =>
      toolkit.getTools().map((tool) => ({
        name: tool.name,
        description: tool.description,
        effect: String(metadataOf(tool)['effect']),
        input: objectOf(convertToOpenAITool(tool).function.parameters),
      })),
    call: async (name, input, options) => {
      const { content, status, artifact } = await invoke(name, input, options);
      if ((status === 'success') !== artifact.ok) throw new Error(`The message says ${status}, its artifact ${JSON.stringify(artifact)}`);
      return toolAnswer({ text: content, artifact });
    },
    read: async (name, input) => (await invoke(name, input)).content,
    offerSample: async (offered) => {
      offerSample(fleet, offered);
    },
    listen: async () => ({ told: toldBy(fleet) }),
    [Symbol.asyncDispose]: () => fleet.close(),
  };
}

/** A tool that an agent kept although it is not offered (any more), or made up. */
function keptTool(fleet: Fleet, name: string): OperationTool {
  const known: readonly Operation[] = [...TOOLSETS.flatMap(({ operations }): readonly Operation[] => operations), SAMPLE];
  return new OperationTool(new FleetTools(fleet), known.find((operation) => operation.name === name) ?? { ...SAMPLE, name });
}

function metadataOf(tool: StructuredToolInterface): JsonObject {
  return 'metadata' in tool ? objectOf(tool.metadata) : {};
}
