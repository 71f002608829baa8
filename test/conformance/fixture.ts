import type { CallToolResult, InputRequiredResult, ServerContext, Tool } from '@modelcontextprotocol/server';

/** A tool that the conformance suite calls by its name, with what the suite wants it to answer. */
export interface FixtureTool {
  readonly tool: Tool;
  readonly run: (input: Readonly<Record<string, unknown>>, context: ServerContext) => Promise<CallToolResult | InputRequiredResult>;
}

/** One red pixel. */
export const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
/** A WAV file without a sample. */
export const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';

export function fixture(
  name: string,
  run: FixtureTool['run'],
  inputSchema: Tool['inputSchema'] = { type: 'object', properties: {}, additionalProperties: false },
): FixtureTool {
  return { tool: { name, description: `For the conformance suite: ${name}.`, inputSchema }, run };
}

export function text(content: string): CallToolResult {
  return { content: [{ type: 'text', text: content }] };
}
