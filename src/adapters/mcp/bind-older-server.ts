/* eslint-disable @typescript-eslint/no-deprecated -- only the low-level Server lists tools as they are. */
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import type { Caller } from '../../index.js';
import type { Exchange, McpSurface } from './surface.js';

type OlderContext = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** Which caller a request of this server belongs to. */
export type CallerOf = (context: OlderContext) => Caller;

/** Answers `tools/list` and `tools/call` of a server of the first SDK line, and tells it when the list changes. */
export async function bindTools(server: Server, surface: McpSurface, callerOf: CallerOf): Promise<() => void> {
  const { CallToolRequestSchema, ListToolsRequestSchema } = await import('@modelcontextprotocol/sdk/types.js');
  server.registerCapabilities({ tools: { listChanged: true } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ ...surface.listTools() }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, context) => ({
    ...(await surface.callTool(params.name, params.arguments, toExchange(callerOf(context), context))),
  }));
  return surface.onListChanged((list) => {
    if (list === 'tools') server.sendToolListChanged().catch(() => undefined);
  });
}

/** Answers prompts, resources and completions as well. */
export async function bindSurface(server: Server, surface: McpSurface, callerOf: CallerOf): Promise<() => void> {
  const schemas = await import('@modelcontextprotocol/sdk/types.js');
  const stopTools = await bindTools(server, surface, callerOf);
  server.registerCapabilities({ prompts: {}, resources: { listChanged: true }, completions: {} });
  const exchangeOf = (context: OlderContext): Exchange => toExchange(callerOf(context), context);
  server.setRequestHandler(schemas.ListPromptsRequestSchema, () => ({ ...surface.listPrompts() }));
  server.setRequestHandler(schemas.GetPromptRequestSchema, async ({ params }, context) => ({
    ...(await surface.getPrompt(params.name, params.arguments ?? {}, exchangeOf(context))),
  }));
  server.setRequestHandler(schemas.ListResourcesRequestSchema, async ({ params }, context) => ({
    ...(await surface.listResources(params?.cursor, exchangeOf(context))),
  }));
  server.setRequestHandler(schemas.ListResourceTemplatesRequestSchema, () => ({ ...surface.listResourceTemplates() }));
  server.setRequestHandler(schemas.ReadResourceRequestSchema, async ({ params }, context) => ({
    ...(await surface.readResource(params.uri, exchangeOf(context))),
  }));
  server.setRequestHandler(schemas.CompleteRequestSchema, async ({ params }, context) => ({
    ...(await surface.complete({ argument: params.argument.name, value: params.argument.value }, exchangeOf(context))),
  }));
  const stopResources = surface.onListChanged((list) => {
    if (list === 'resources') server.sendResourceListChanged().catch(() => undefined);
  });
  return () => {
    stopTools();
    stopResources();
  };
}

function toExchange(caller: Caller, context: OlderContext): Exchange {
  const progressToken = context._meta?.progressToken;
  if (progressToken === undefined) return { caller, signal: context.signal };
  return {
    caller,
    signal: context.signal,
    sendProgress: ({ done, total, message }) =>
      context.sendNotification({
        method: 'notifications/progress',
        params: { progressToken, progress: done, ...(total === undefined ? {} : { total }), ...(message === undefined ? {} : { message }) },
      }),
  };
}
