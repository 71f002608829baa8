/* eslint-disable @typescript-eslint/no-deprecated -- only the low-level Server lists tools as they are. */
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { ElicitResultSchema, ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import type { Confirmer } from '../../index.js';
import { answerIn, confirmationForm, showsForms, UNHURRIED_MS } from './confirmation/elicitation.js';
import type { Exchange, McpSurface, Requester } from './surface.js';

type OlderContext = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** On whose behalf a request of this server is answered. */
export type RequesterOf = (context: OlderContext) => Requester;

/** Answers `tools/list` and `tools/call` of a server of the first SDK line, and tells it when the list changes. */
export async function bindTools(server: Server, surface: McpSurface, requesterOf: RequesterOf): Promise<() => void> {
  const { CallToolRequestSchema, ElicitResultSchema, ListToolsRequestSchema } = await import('@modelcontextprotocol/sdk/types.js');
  server.registerCapabilities({ tools: { listChanged: true } });
  server.setRequestHandler(ListToolsRequestSchema, (_request, context) => ({ ...surface.listTools(requesterOf(context).limits) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, context) => ({
    ...(await surface.callTool(params.name, params.arguments, {
      ...toExchange(requesterOf(context), context),
      confirm: confirmerOf(server, context, ElicitResultSchema),
    })),
  }));
  return surface.onListChanged((list) => {
    if (list === 'tools') server.sendToolListChanged().catch(() => undefined);
  });
}

/** Answers prompts, resources and completions as well. */
export async function bindSurface(server: Server, surface: McpSurface, requesterOf: RequesterOf): Promise<() => void> {
  const schemas = await import('@modelcontextprotocol/sdk/types.js');
  const stopTools = await bindTools(server, surface, requesterOf);
  server.registerCapabilities({ prompts: {}, resources: { listChanged: true }, completions: {} });
  const exchangeOf = (context: OlderContext): Exchange => toExchange(requesterOf(context), context);
  server.setRequestHandler(schemas.ListPromptsRequestSchema, (_request, context) => ({
    ...surface.listPrompts(requesterOf(context).limits),
  }));
  server.setRequestHandler(schemas.GetPromptRequestSchema, async ({ params }, context) => ({
    ...(await surface.getPrompt(params.name, params.arguments ?? {}, exchangeOf(context))),
  }));
  server.setRequestHandler(schemas.ListResourcesRequestSchema, async ({ params }, context) => ({
    ...(await surface.listResources(params?.cursor, exchangeOf(context))),
  }));
  server.setRequestHandler(schemas.ListResourceTemplatesRequestSchema, (_request, context) => ({
    ...surface.listResourceTemplates(requesterOf(context).limits),
  }));
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

/** Asks the user of the client, where it has said that it can. @param resultSchema of the SDK, which is loaded late */
function confirmerOf(server: Server, context: OlderContext, resultSchema: typeof ElicitResultSchema): Confirmer | undefined {
  if (!showsForms(server.getClientCapabilities())) return undefined;
  return async (plan, signal) =>
    answerIn(
      await context.sendRequest({ method: 'elicitation/create', params: confirmationForm(plan) }, resultSchema, {
        signal,
        timeout: UNHURRIED_MS,
      }),
    );
}

function toExchange(requester: Requester, context: OlderContext): Exchange {
  const progressToken = context._meta?.progressToken;
  if (progressToken === undefined) return { ...requester, signal: context.signal };
  return {
    ...requester,
    signal: context.signal,
    sendProgress: ({ done, total, message }) =>
      context.sendNotification({
        method: 'notifications/progress',
        params: { progressToken, progress: done, ...(total === undefined ? {} : { total }), ...(message === undefined ? {} : { message }) },
      }),
  };
}
