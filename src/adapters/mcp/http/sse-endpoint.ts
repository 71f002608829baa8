/* eslint-disable @typescript-eslint/no-deprecated -- this whole endpoint is for clients that know the deprecated transport only. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import type { Caller } from '../../../index.js';
import { bindSurface } from '../bind-older-server.js';
import { INSTRUCTIONS, SERVER_INFO } from '../server-identity.js';
import { answerJson } from './answer.js';
import { DEFAULT_MAX_SESSIONS, MAX_BODY_BYTES, type HttpParts, type SessionLimits } from './parts.js';
import { readJsonBody } from './request-body.js';

/** Comments at this interval (milliseconds) keep proxies from ending a quiet stream. */
const KEEP_ALIVE_MS = 15_000;

/** HTTP+SSE of the 2024-11-05 revision, for clients that know nothing newer. Its SDK is loaded with the first such client. */
export class SseEndpoint {
  readonly #parts: HttpParts;
  readonly #messagesPath: string;
  readonly #max: number;
  readonly #transports = new Map<string, SSEServerTransport>();

  constructor(parts: HttpParts, messagesPath: string, limits: SessionLimits) {
    this.#parts = parts;
    this.#messagesPath = messagesPath;
    this.#max = limits.maxSessions ?? DEFAULT_MAX_SESSIONS;
  }

  /** GET: opens the stream of one client, which lasts as long as the client wants. */
  async open(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'GET') {
      answerJson(response, 405, { error: 'Open this stream with GET; newer clients use /mcp.' }, { Allow: 'GET' });
    } else if (this.#transports.size >= this.#max) {
      answerJson(response, 503, { error: 'Too many streams are open. Try again later.' }, { 'Retry-After': '5' });
    } else {
      await this.#connect(response);
    }
  }

  /** POST: a message of a client whose stream is open; the answer goes over the stream. */
  async message(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      answerJson(response, 405, { error: 'Messages are sent with POST.' }, { Allow: 'POST' });
      return;
    }
    const id = new URL(request.url ?? '/', 'http://localhost').searchParams.get('sessionId') ?? '';
    const transport = this.#transports.get(id);
    if (transport === undefined) {
      answerJson(response, 404, { error: 'This stream is not open. Open /sse first.' });
      return;
    }
    const body = await readJsonBody(request, MAX_BODY_BYTES);
    if (body.kind === 'json') await transport.handlePostMessage(request, response, body.value);
    else if (body.kind === 'too-large')
      answerJson(response, 413, { error: `The message is larger than ${MAX_BODY_BYTES} bytes.` }, { Connection: 'close' });
    else answerJson(response, 400, { error: 'The message is not JSON.' });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#transports.values()].map((transport) => transport.close()));
  }

  async #connect(response: ServerResponse): Promise<void> {
    const [{ Server }, { SSEServerTransport }] = await Promise.all([
      import('@modelcontextprotocol/sdk/server/index.js'),
      import('@modelcontextprotocol/sdk/server/sse.js'),
    ]);
    const transport = new SSEServerTransport(this.#messagesPath, response);
    const caller: Caller = { id: `mcp:${transport.sessionId}`, stateful: true };
    const server = new Server(SERVER_INFO, { instructions: INSTRUCTIONS });
    const stop = await bindSurface(server, this.#parts.surface, () => caller);
    const keepAlive = setInterval(() => response.write(': keepalive\n\n'), KEEP_ALIVE_MS).unref();
    server.onclose = () => {
      clearInterval(keepAlive);
      stop();
      this.#transports.delete(transport.sessionId);
      this.#parts.forgetCaller(caller);
    };
    server.onerror = this.#parts.onerror;
    this.#transports.set(transport.sessionId, transport);
    await server.connect(transport);
  }
}
