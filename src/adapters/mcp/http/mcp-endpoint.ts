import type { IncomingMessage, ServerResponse } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import {
  classifyInboundRequest,
  createMcpHandler,
  isInitializeRequest,
  isJsonContentType,
  type McpHttpHandler,
} from '@modelcontextprotocol/server';
import type { Principal } from '../../http/principal.js';
import { answerRpcError } from './answer.js';
import { parameterHeaderMismatch, type HeaderMismatch } from './parameter-headers.js';
import { OpenExchanges } from './open-exchanges.js';
import { MAX_BODY_BYTES, type HttpParts, type SessionLimits } from './parts.js';
import { authInfoOf, requesterIn } from './request-principal.js';
import { readJsonBody } from './request-body.js';
import { Sessions, type HttpExchange } from './sessions.js';

const SESSION_NOT_FOUND = -32001;
const REFUSED = -32000;

/** Streamable HTTP at one path: sessions for the 2025 revisions, single requests for 2026-07-28. */
export class McpEndpoint {
  readonly #parts: HttpParts;
  readonly #sessions: Sessions;
  readonly #modern: McpHttpHandler;
  readonly #serveModern: ReturnType<typeof toNodeHandler>;
  readonly #stopAnnouncing: () => void;
  readonly #calls = new OpenExchanges();

  constructor(parts: HttpParts, limits: SessionLimits) {
    this.#parts = parts;
    this.#sessions = new Sessions(parts, limits);
    // Requests of this revision stand alone: there is no session that could hold an active cluster.
    const requesterOf = requesterIn(({ id, user }) => ({ id: `mcp:${id}`, user, stateful: false }));
    this.#modern = createMcpHandler(() => parts.createServer(requesterOf), { legacy: 'reject', onerror: parts.onerror });
    this.#serveModern = toNodeHandler(this.#modern, { onerror: parts.onerror });
    this.#stopAnnouncing = parts.surface.onListChanged((list) => {
      if (list === 'tools') this.#modern.notify.toolsChanged();
      else this.#modern.notify.resourcesChanged();
    });
  }

  async handle(request: IncomingMessage, response: ServerResponse, principal: Principal): Promise<void> {
    if (request.method === 'POST') await this.#post({ request, response, principal });
    else if (request.method === 'GET' || request.method === 'DELETE') await this.#bodyless({ request, response, principal });
    else
      answerRpcError(
        response,
        405,
        { code: REFUSED, message: `Method ${String(request.method)} is not allowed.` },
        { headers: { Allow: 'GET, POST, DELETE' } },
      );
  }

  /** Resolves when no call is open, or after `milliseconds`. */
  whenIdle(milliseconds: number): Promise<void> {
    return this.#calls.whenIdle(milliseconds);
  }

  async close(): Promise<void> {
    this.#stopAnnouncing();
    await Promise.all([this.#sessions.close(), this.#modern.close()]);
  }

  async #post(exchange: HttpExchange): Promise<void> {
    const { request, response } = exchange;
    if (!isJsonContentType(request.headers['content-type'])) {
      answerRpcError(
        response,
        415,
        { code: REFUSED, message: 'Content-Type must be application/json.' },
        { headers: { Connection: 'close' } },
      );
      return;
    }
    const body = await readJsonBody(request, MAX_BODY_BYTES);
    if (body.kind !== 'json') {
      refuseBody(response, body.kind);
      return;
    }
    // A subscription is open until the server ends it: nobody waits for that.
    if (methodOf(body.value) !== 'subscriptions/listen') this.#calls.add(response);
    if (this.#isLegacy(request, body.value)) {
      await this.#legacyPost(exchange, body.value);
    } else {
      await this.#modernPost(exchange, body.value);
    }
  }

  async #legacyPost(exchange: HttpExchange, body: unknown): Promise<void> {
    const { request, response } = exchange;
    const id = sessionIdOf(request);
    if (id !== undefined) {
      await this.#inSession(id, exchange, body);
    } else if (!isInitializeRequest(body)) {
      answerRpcError(
        response,
        400,
        { code: REFUSED, message: 'Bad Request: Mcp-Session-Id is missing. Send `initialize` first.' },
        { id: idOf(body) },
      );
    } else if (!(await this.#sessions.begin(exchange, body))) {
      const message = 'Too many sessions are open and all of them are busy. Try again later.';
      answerRpcError(response, 503, { code: REFUSED, message }, { id: idOf(body), headers: { 'Retry-After': '5' } });
    }
  }

  async #modernPost({ request, response, principal }: HttpExchange, body: unknown): Promise<void> {
    const mismatch = this.#mismatch(request, principal, body);
    if (mismatch === undefined) await this.#serveModern(requestLike(request, principal), response, body);
    else answerRpcError(response, 400, mismatch, { id: idOf(body) });
  }

  /** GET opens the stream of a session, DELETE ends it. */
  async #bodyless(exchange: HttpExchange): Promise<void> {
    const { request, response } = exchange;
    const id = sessionIdOf(request);
    if (id !== undefined) await this.#inSession(id, exchange, undefined);
    else if (this.#isLegacy(request, undefined))
      answerRpcError(response, 400, { code: REFUSED, message: 'Bad Request: Mcp-Session-Id is missing.' });
    else
      answerRpcError(
        response,
        405,
        { code: REFUSED, message: 'This protocol revision has no such request.' },
        { headers: { Allow: 'POST' } },
      );
  }

  async #inSession(id: string, exchange: HttpExchange, body: unknown): Promise<void> {
    if (!(await this.#sessions.handle(id, exchange, body)))
      answerRpcError(
        exchange.response,
        404,
        { code: SESSION_NOT_FOUND, message: 'Session not found: it ended. Send `initialize` again.' },
        { id: idOf(body) },
      );
  }

  #isLegacy(request: IncomingMessage, body: unknown): boolean {
    const protocolVersion = headerOf(request, 'mcp-protocol-version');
    const method = headerOf(request, 'mcp-method');
    const name = headerOf(request, 'mcp-name');
    const outcome = classifyInboundRequest({
      httpMethod: request.method ?? 'GET',
      ...(protocolVersion === undefined ? {} : { protocolVersionHeader: protocolVersion }),
      ...(method === undefined ? {} : { mcpMethodHeader: method }),
      ...(name === undefined ? {} : { mcpNameHeader: name }),
      ...(body === undefined ? {} : { body }),
    });
    return outcome.kind === 'legacy';
  }

  #mismatch(request: IncomingMessage, principal: Principal, body: unknown): HeaderMismatch | undefined {
    if (!isRecord(body) || methodOf(body) !== 'tools/call' || !isRecord(body['params'])) return undefined;
    const { name, arguments: input } = body['params'];
    const tool = this.#parts.surface.listTools(principal.limits).tools.find((candidate) => candidate.name === name);
    return tool === undefined ? undefined : parameterHeaderMismatch(tool.inputSchema, isRecord(input) ? input : {}, request.headers);
  }
}

/** The SDK's structural request type has no room for the optional members of Node's. */
function requestLike(request: IncomingMessage, principal: Principal): Parameters<ReturnType<typeof toNodeHandler>>[0] {
  return {
    method: request.method ?? 'POST',
    url: request.url ?? '/',
    headers: request.headers,
    auth: authInfoOf(principal),
    [Symbol.asyncIterator]: () => request[Symbol.asyncIterator](),
  };
}

function refuseBody(response: ServerResponse, why: 'too-large' | 'not-json'): void {
  if (why === 'not-json') answerRpcError(response, 400, { code: -32700, message: 'Parse error: the request body is not JSON.' });
  else
    answerRpcError(
      response,
      413,
      { code: REFUSED, message: `The request is larger than ${MAX_BODY_BYTES} bytes.` },
      { headers: { Connection: 'close' } },
    );
}

function methodOf(body: unknown): unknown {
  return isRecord(body) ? body['method'] : undefined;
}

function sessionIdOf(request: IncomingMessage): string | undefined {
  return headerOf(request, 'mcp-session-id');
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function idOf(body: unknown): string | number | null {
  const id = isRecord(body) && typeof methodOf(body) === 'string' ? body['id'] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
