import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import type { Caller } from '../../../index.js';
import type { Principal } from '../../http/principal.js';
import { announceListChanges } from '../mcp-server.js';
import { OpenExchanges } from './open-exchanges.js';
import { DEFAULT_MAX_SESSIONS, DEFAULT_SESSION_IDLE_MS, type HttpParts, type SessionLimits } from './parts.js';
import { authInfoOf, requesterIn } from './request-principal.js';

/** One request, and who sent it. */
export interface HttpExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly principal: Principal;
}

interface Session {
  readonly id: string;
  /** The id of the principal that began it. */
  readonly owner: string;
  readonly transport: NodeStreamableHTTPServerTransport;
  readonly open: OpenExchanges;
  readonly close: () => Promise<void>;
}

/** The sessions of clients of the 2025 revisions: each is a caller of its own, so that no two share an active cluster. */
export class Sessions {
  readonly #parts: HttpParts;
  readonly #max: number;
  readonly #idleMs: number;
  readonly #sessions = new Map<string, Session>();
  readonly #sweeper: NodeJS.Timeout;

  constructor(parts: HttpParts, limits: SessionLimits) {
    this.#parts = parts;
    this.#max = limits.maxSessions ?? DEFAULT_MAX_SESSIONS;
    this.#idleMs = limits.sessionIdleMs ?? DEFAULT_SESSION_IDLE_MS;
    this.#sweeper = setInterval(() => this.#endIdle(), Math.max(10, Math.min(this.#idleMs / 2, 60_000))).unref();
  }

  get count(): number {
    return this.#sessions.size;
  }

  /** Hands a request to its session. Returns false when there is none, or when it is someone else's: the two must look alike. */
  async handle(id: string, exchange: HttpExchange, body: unknown): Promise<boolean> {
    const session = this.#sessions.get(id);
    if (session === undefined || session.owner !== exchange.principal.id) return false;
    await pass(session, exchange, body);
    return true;
  }

  /** Opens a session for an `initialize` request. Returns false when there is no room. */
  async begin(exchange: HttpExchange, body: unknown): Promise<boolean> {
    if (this.#sessions.size >= this.#max && !(await this.#makeRoom())) return false;
    const session = await this.#create(exchange.principal);
    await pass(session, exchange, body);
    // The transport refuses some requests (a wrong Accept header) without starting a session.
    if (session.transport.sessionId === undefined) await session.close();
    return true;
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
  }

  async #create({ id: owner, user }: Principal): Promise<Session> {
    const id = randomUUID();
    const caller: Caller = { id: `mcp:${id}`, user, stateful: true };
    const transport = new NodeStreamableHTTPServerTransport({ sessionIdGenerator: () => id });
    const server = this.#parts.createServer(requesterIn(() => caller));
    announceListChanges(server, this.#parts.surface);
    const before = server.onclose;
    server.onclose = () => {
      before?.();
      this.#sessions.delete(id);
      this.#parts.forgetCaller(caller);
    };
    server.onerror = this.#parts.onerror;
    await server.connect(transport);
    const session: Session = { id, owner, transport, open: new OpenExchanges(), close: () => server.close() };
    this.#sessions.set(id, session);
    return session;
  }

  async #makeRoom(): Promise<boolean> {
    const [oldest] = this.#idleOnes().sort((left, right) => left.open.idleSince - right.open.idleSince);
    await oldest?.close();
    return oldest !== undefined;
  }

  #endIdle(): void {
    const before = Date.now() - this.#idleMs;
    for (const session of this.#idleOnes()) {
      if (session.open.idleSince <= before) session.close().catch(this.#parts.onerror);
    }
  }

  #idleOnes(): Session[] {
    return [...this.#sessions.values()].filter((session) => session.open.count === 0);
  }
}

/** What the caller may do belongs to the request: another token of the same user may allow less. */
async function pass({ open, transport }: Session, { request, response, principal }: HttpExchange, body: unknown): Promise<void> {
  open.add(response);
  await transport.handleRequest(Object.assign(request, { auth: authInfoOf(principal) }), response, body);
}
