import type { CallToolResult, ListToolsResult, Tool } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { FleetError, type CallLimits, type Fleet, type Operation } from '../../../index.js';
import { failedResult } from '../call-tool.js';
import { toolOf } from '../tools.js';
import type { OperationIndex } from './operation-index.js';
import { parameterLines } from './parameter-lines.js';

export const SEARCH_TOOL = 'tools_search';
export const CALL_TOOL = 'tools_call';

const DEFAULT_LIMIT = 5;
const LARGEST_LIMIT = 20;

const searchInput = z.strictObject({
  query: z.string().max(500).optional(),
  limit: z.int().min(1).max(LARGEST_LIMIT).optional(),
});

const callInput = z.strictObject({
  name: z.string().min(1).max(100),
  arguments: z.record(z.string(), z.unknown()).optional(),
});

type FoundTool = Pick<Tool, 'name' | 'description' | 'inputSchema'> & Pick<Operation, 'effect'>;

/** What `tools_call` is asked to run. */
export interface InnerCall {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The two tools that stand for all: hosts approve the second as the strongest operation that it may run. */
export function searchToolList(fleet: Fleet, limits: CallLimits): ListToolsResult {
  const operations = fleet.operations.list(limits);
  const toolsets = [...new Set(operations.map(({ name }) => fleet.operations.toolsetOf(name) ?? ''))].sort();
  const reads = operations.every(({ effect }) => effect === 'read');
  return {
    tools: [
      {
        name: SEARCH_TOOL,
        title: 'Find operations',
        description:
          `Finds Kubernetes operations (${String(operations.length)}; ${toolsets.join(', ')}) by words and tells their parameters. ` +
          `Run one with ${CALL_TOOL}. Clusters: clusters_list, clusters_status.`,
        inputSchema: {
          type: 'object',
          properties: {
            query: { type: 'string', description: 'Words: restart deployment. Absent: every name' },
            limit: { type: 'integer', minimum: 1, maximum: LARGEST_LIMIT, description: `Default ${String(DEFAULT_LIMIT)}` },
          },
          additionalProperties: false,
        },
        annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: false },
      },
      {
        name: CALL_TOOL,
        title: 'Run an operation',
        description: `Runs one operation found with ${SEARCH_TOOL}, with the same checks and answers as a tool of that name.`,
        inputSchema: {
          type: 'object',
          properties: {
            name: { type: 'string', description: 'pods_list' },
            arguments: { type: 'object', description: 'Its parameters, cluster among them', additionalProperties: true },
          },
          required: ['name'],
          additionalProperties: false,
        },
        annotations: { readOnlyHint: reads, destructiveHint: operations.some(({ effect }) => effect === 'destructive') },
      },
    ],
  };
}

/** For whom is searched. */
export interface Search {
  readonly limits: CallLimits;
  readonly requestId: string;
}

/** Answers `tools_search`: the operations as text; their schemas as data. */
export async function searchTools(
  fleet: Fleet,
  index: OperationIndex,
  input: unknown,
  { limits, requestId }: Search,
): Promise<CallToolResult> {
  const parsed = searchInput.safeParse(input ?? {});
  if (!parsed.success) return failedResult(wrongInput(SEARCH_TOOL, parsed.error), requestId);
  const { query = '', limit = DEFAULT_LIMIT } = parsed.data;
  const found = await index.search(query, limits);
  if (query.trim() === '') {
    const names = found.map(({ name }) => name);
    return { content: [{ type: 'text', text: names.join(', ') }], structuredContent: { names } };
  }
  const shown = found.slice(0, limit);
  const tools = shown.map((operation) => {
    const { name, description, inputSchema } = toolOf(operation, { confirmation: fleet.mayAsk(operation) });
    return { name, effect: operation.effect, description, inputSchema };
  });
  return { content: [{ type: 'text', text: textOf(query, tools, found.length) }], structuredContent: { tools, found: found.length } };
}

/** What `tools_call` is asked to run. @throws FleetError INPUT_INVALID */
export function innerCall(input: unknown): InnerCall {
  const parsed = callInput.safeParse(input ?? {});
  if (!parsed.success) throw wrongInput(CALL_TOOL, parsed.error);
  return { name: parsed.data.name, input: parsed.data.arguments ?? {} };
}

function textOf(query: string, shown: readonly FoundTool[], found: number): string {
  if (shown.length === 0) return `No operation fits ${JSON.stringify(query)}. ${SEARCH_TOOL} without query lists every name.`;
  const more = found > shown.length ? `\n… ${String(found - shown.length)} more fit: use other words, or a higher limit.` : '';
  return `${shown.map(describe).join('\n\n')}${more}`;
}

function describe({ name, effect, description, inputSchema }: FoundTool): string {
  return [`${name} (${effect}): ${description ?? ''}`, ...parameterLines(inputSchema).map((line) => `  ${line}`)].join('\n');
}

function wrongInput(tool: string, error: z.ZodError): FleetError {
  return new FleetError('INPUT_INVALID', `${tool}: ${z.prettifyError(error).replaceAll('\n', ' ')}. Nothing was done.`);
}
