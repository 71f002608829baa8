import { ToolMessage } from '@langchain/core/messages/tool';
import { DynamicStructuredTool, type StructuredToolCallInput, type ToolReturnType, type ToolRunnableConfig } from '@langchain/core/tools';
import type { Operation } from '../../index.js';
import type { FleetTools } from '../agents/fleet-tools.js';
import type { ToolAnswer, ToolArtifact } from '../agents/tool-answer.js';
import { modelInput } from './model-input.js';

/** One operation of a fleet as a LangChain tool. Made by {@link FleetToolkit}. */
export class OperationTool extends DynamicStructuredTool {
  constructor(tools: FleetTools, operation: Operation) {
    const { name, title, description, effect, scope, idempotent } = operation;
    const toolset = tools.toolsetOf(operation);
    const metadata = { toolset, effect, scope, idempotent, title };
    super({
      name,
      description,
      schema: modelInput(operation, { confirmation: tools.takesConfirmation(operation) }),
      responseFormat: 'content_and_artifact',
      metadata,
      tags: ['fleetwright', `toolset:${toolset}`, `effect:${effect}`, `scope:${scope}`],
      func: async (args, _runManager, config: ToolRunnableConfig | undefined) => {
        const answer = await tools.call(name, args, { signal: config?.signal });
        const toolCallId = config?.toolCall?.id;
        return [toolCallId === undefined ? answer.text : toolMessage(answer, toolCallId, metadata), answer.artifact];
      },
    });
  }

  /**
   * LangChain throws for arguments that do not fit the schema, before the tool has a say. Here the fleet checks them, as it does
   * for every caller, so that the model reads what was wrong and a trace shows the call.
   */
  override call<Argument extends StructuredToolCallInput, Config extends ToolRunnableConfig | undefined>(
    argument: Argument,
    config?: Config,
    tags?: string[],
  ): Promise<ToolReturnType<NonNullable<Argument>, Config, unknown>> {
    const { name, description, func, metadata, tags: ownTags, callbacks, verbose } = this;
    const unchecked = new DynamicStructuredTool({
      name,
      description,
      func,
      verbose,
      schema: {},
      responseFormat: 'content_and_artifact',
      ...(metadata === undefined ? {} : { metadata }),
      ...(ownTags === undefined ? {} : { tags: ownTags }),
      ...(callbacks === undefined ? {} : { callbacks }),
    });
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- this is that method.
    return unchecked.call(argument, config, tags);
  }
}

/** LangChain marks whatever a tool returns as a success; a message of our own says what it is. */
function toolMessage({ text, artifact }: ToolAnswer, toolCallId: string, metadata: Record<string, unknown>): ToolMessage {
  const cluster = clusterOf(artifact);
  return new ToolMessage({
    content: text,
    artifact,
    status: artifact.ok ? 'success' : 'error',
    tool_call_id: toolCallId,
    name: artifact.operation,
    metadata: { ...metadata, ...(cluster === undefined ? {} : { cluster }) },
  });
}

function clusterOf(artifact: ToolArtifact): string | undefined {
  return artifact.ok ? artifact.cluster : artifact.error.cluster;
}
