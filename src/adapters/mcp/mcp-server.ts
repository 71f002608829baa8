/* eslint-disable @typescript-eslint/no-deprecated -- only the low-level Server lists tools as they are; McpServer converts every schema anew for each listing. */
import { Server, type ServerContext } from '@modelcontextprotocol/server';
import type { CallLimits, Confirmer } from '../../index.js';
import { asksInRounds, callInRounds } from './confirmation/ask-in-rounds.js';
import { answerIn, confirmationForm, showsForms, UNHURRIED_MS } from './confirmation/elicitation.js';
import { CAPABILITIES, INSTRUCTIONS, SERVER_INFO } from './server-identity.js';
import type { Exchange, McpSurface, Requester } from './surface.js';

/** One connection to be served. */
export interface McpConnection {
  /** Asked for every request: one connection may carry requests of differing rights. */
  readonly requesterOf: (context: ServerContext) => Requester;
  /** Loaded when a request first needs it: `initialize` must not wait for a fleet. */
  readonly surface: () => Promise<McpSurface>;
}

/** How long a client of the 2026-07-28 revision may keep a list without asking again (milliseconds). */
const LIST_TTL_MS = 60_000;

/** Answers to our one question are read by ourselves; this keeps the SDK from building a schema compiler per request. */
const NO_ANSWERS_TO_CHECK = {
  getValidator: () => (): never => {
    throw new Error('fleetwright reads answers by itself');
  },
};

/** An SDK server that answers from a surface. One per connection: the SDK refuses to share them. */
export function createMcpServer({ requesterOf, surface }: McpConnection): Server {
  const server = new Server(SERVER_INFO, {
    capabilities: CAPABILITIES,
    instructions: INSTRUCTIONS,
    jsonSchemaValidator: NO_ANSWERS_TO_CHECK,
    cacheHints: {
      'tools/list': { ttlMs: LIST_TTL_MS, cacheScope: 'private' },
      'prompts/list': { ttlMs: LIST_TTL_MS, cacheScope: 'private' },
      'resources/list': { ttlMs: LIST_TTL_MS, cacheScope: 'private' },
      'resources/templates/list': { ttlMs: LIST_TTL_MS, cacheScope: 'private' },
      'resources/read': { ttlMs: 0, cacheScope: 'private' },
    },
  });
  const exchangeOf = (context: ServerContext): Exchange => toExchange(requesterOf(context), context);
  const limitsOf = (context: ServerContext): CallLimits => requesterOf(context).limits;
  server.setRequestHandler('tools/list', async (_request, context) => (await surface()).listTools(limitsOf(context)));
  server.setRequestHandler('tools/call', async ({ params: { name, arguments: input } }, context) => {
    const served = await surface();
    const exchange = exchangeOf(context);
    if (asksInRounds(context)) return callInRounds(context, (confirmedBy) => served.callTool(name, input, { ...exchange, ...confirmedBy }));
    return served.callTool(name, input, { ...exchange, confirm: confirmerOf(server, context) });
  });
  server.setRequestHandler('prompts/list', async (_request, context) => (await surface()).listPrompts(limitsOf(context)));
  server.setRequestHandler('prompts/get', async ({ params }, context) =>
    (await surface()).getPrompt(params.name, params.arguments ?? {}, exchangeOf(context)),
  );
  server.setRequestHandler('resources/list', async ({ params }, context) =>
    (await surface()).listResources(params?.cursor, exchangeOf(context)),
  );
  server.setRequestHandler('resources/templates/list', async (_request, context) =>
    (await surface()).listResourceTemplates(limitsOf(context)),
  );
  server.setRequestHandler('resources/read', async ({ params }, context) =>
    (await surface()).readResource(params.uri, exchangeOf(context)),
  );
  server.setRequestHandler('completion/complete', async ({ params }, context) =>
    (await surface()).complete({ argument: params.argument.name, value: params.argument.value }, exchangeOf(context)),
  );
  return server;
}

/** Asks the user of a client of the 2025 revisions, where it has said that it can. */
function confirmerOf(server: Server, { mcpReq }: ServerContext): Confirmer | undefined {
  if (!showsForms(server.getClientCapabilities())) return undefined;
  return async (plan, signal) =>
    answerIn(await mcpReq.send({ method: 'elicitation/create', params: confirmationForm(plan) }, { signal, timeout: UNHURRIED_MS }));
}

/** Tells a lasting connection when a list changes, until it closes. */
export function announceListChanges(server: Server, surface: McpSurface): void {
  const stop = surface.onListChanged((list) => {
    // A connection that closes at this moment needs no notice.
    (list === 'tools' ? server.sendToolListChanged() : server.sendResourceListChanged()).catch(() => undefined);
  });
  const before = server.onclose;
  server.onclose = () => {
    stop();
    before?.();
  };
}

/** A request of the second SDK line as the surface sees it. */
export function toExchange(requester: Requester, { mcpReq }: ServerContext): Exchange {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return { ...requester, signal: mcpReq.signal };
  return {
    ...requester,
    signal: mcpReq.signal,
    sendProgress: ({ done, total, message }) =>
      mcpReq.notify({
        method: 'notifications/progress',
        params: { progressToken, progress: done, ...(total === undefined ? {} : { total }), ...(message === undefined ? {} : { message }) },
      }),
  };
}
