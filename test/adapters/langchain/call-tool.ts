import type { ToolMessage } from '@langchain/core/messages';
import type { ToolRunnableConfig } from '@langchain/core/tools';
import { z } from 'zod';
import type { FleetToolkit, ToolArtifact } from '../../../src/adapters/langchain/index.js';

const MESSAGE = z.object({
  content: z.string(),
  status: z.enum(['success', 'error']),
  name: z.string(),
  metadata: z.record(z.string(), z.unknown()),
  artifact: z.custom<ToolArtifact>((value) => typeof value === 'object' && value !== null && 'ok' in value),
});

/** Calls a tool of a toolkit as an agent does, and gives the message that the model reads next. */
export async function callTool(
  toolkit: FleetToolkit,
  name: string,
  args: Record<string, unknown>,
  config?: ToolRunnableConfig,
): Promise<z.output<typeof MESSAGE>> {
  const tool = toolkit.getTools().find((candidate) => candidate.name === name);
  if (tool === undefined) throw new Error(`There is no tool ${name}.`);
  const message: ToolMessage = await tool.invoke({ type: 'tool_call', id: 'call-1', name, args }, config);
  return MESSAGE.parse(message);
}
