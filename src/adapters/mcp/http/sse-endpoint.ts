/* eslint-disable @typescript-eslint/no-deprecated -- this whole endpoint is for clients that know the deprecated transport only. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import type { Caller } from '../../../index.js';
import type { Principal } from '../../http/principal.js';
import { bindSurface } from '../bind-older-server.js';
import { INSTRUCTIONS, SERVER_INFO } from '../server-identity.js';
import { answerProblem } from './answer.js';
import { DEFAULT_MAX_SESSIONS, MAX_BODY_BYTES, type HttpParts, type SessionLimits } from './parts.js';
import { readJsonBody } from './request-body.js';
import { authInfoOf, requesterOf } from './request-principal.js';

/** Comments at this interval (milliseconds) keep proxies from ending a quiet stream. */
const KEEP_ALIVE_MS = 15_000;

interface Stream {
  readonly transport: SSEServerTransport;
  /** The id of the principal that opened it. */
  readonly owner: string;
}

/** HTTP+SSE of the 2024-11-05 revision, for clients that know nothing newer. Its SDK is loaded with the first such client. */
export class SseEndpoint {
  readonly #parts: HttpParts;
  readonly #messagesPath: string;
  readonly #max: number;
  readonly #streams = new Map<string, Stream>();

  constructor(parts: HttpParts, messagesPath: string, limits: SessionLimits) {
    this.#parts = parts;
    this.#messagesPath = messagesPath;
    this.#max = limits.maxSessions ?? DEFAULT_MAX_SESSIONS;
  }

  /** GET: opens the stream of one client, which lasts as long as the client wants. */
  async open(request: IncomingMessage, response: ServerResponse, principal: Principal): Promise<void> {
    if (request.method !== 'GET') {
      const detail = 'Open this stream with GET; newer clients use /mcp.';
      answerProblem(request, response, { code: 'METHOD_NOT_ALLOWED', detail, headers: { Allow: 'GET' } });
    } else if (this.#streams.size >= this.#max) {
      const detail = 'Too many streams are open.';
      answerProblem(request, response, { code: 'TOO_MANY_STREAMS', detail, headers: { 'Retry-After': '5' } });
    } else {
      await this.#connect(response, principal);
    }
  }

  /** POST: a message of a client whose stream is open; the answer goes over the stream. */
  async message(request: IncomingMessage, response: ServerResponse, principal: Principal): Promise<void> {
    if (request.method !== 'POST') {
      answerProblem(request, response, { code: 'METHOD_NOT_ALLOWED', detail: 'Messages are sent with POST.', headers: { Allow: 'POST' } });
      return;
    }
    const id = new URL(request.url ?? '/', 'http://localhost').searchParams.get('sessionId') ?? '';
    const stream = this.#streams.get(id);
    // A stream of someone else looks as if it were not there.
    if (stream === undefined || stream.owner !== principal.id) {
      answerProblem(request, response, { code: 'STREAM_UNKNOWN', detail: 'This stream is not open.' });
      return;
    }
    const body = await readJsonBody(request, MAX_BODY_BYTES);
    if (body.kind === 'json')
      await stream.transport.handlePostMessage(Object.assign(request, { auth: authInfoOf(principal) }), response, body.value);
    else if (body.kind === 'too-large') {
      const detail = `The message is larger than ${MAX_BODY_BYTES} bytes.`;
      answerProblem(request, response, { code: 'BODY_TOO_LARGE', detail, headers: { Connection: 'close' } });
    } else answerProblem(request, response, { code: 'BODY_MALFORMED', detail: 'The message is not JSON.' });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#streams.values()].map(({ transport }) => transport.close()));
  }

  async #connect(response: ServerResponse, { id: owner, user }: Principal): Promise<void> {
    const [{ Server }, { SSEServerTransport }] = await Promise.all([
      import('@modelcontextprotocol/sdk/server/index.js'),
      import('@modelcontextprotocol/sdk/server/sse.js'),
    ]);
    const transport = new SSEServerTransport(this.#messagesPath, response);
    const caller: Caller = { id: `mcp:${transport.sessionId}`, user, stateful: true };
    const server = new Server(SERVER_INFO, { instructions: INSTRUCTIONS });
    const stop = await bindSurface(server, this.#parts.surface, ({ authInfo }) => requesterOf(authInfo, () => caller));
    const keepAlive = setInterval(() => response.write(': keepalive\n\n'), KEEP_ALIVE_MS).unref();
    server.onclose = () => {
      clearInterval(keepAlive);
      stop();
      this.#streams.delete(transport.sessionId);
      this.#parts.forgetCaller(caller);
    };
    server.onerror = this.#parts.onerror;
    this.#streams.set(transport.sessionId, { transport, owner });
    await server.connect(transport);
  }
}
