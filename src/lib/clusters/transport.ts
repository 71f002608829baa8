import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestOptions,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { TLSSocket } from 'node:tls';
import { FleetError } from '../errors.js';
import { abortFailure } from '../platform/abort.js';
import type { ConnectionSettings } from './connection.js';
import { abandonTunnel, proxyAgent, proxyDisplay } from './proxy-agent.js';
import { tlsOptions, type ClientCertificate, type TlsOptions } from './tls-options.js';
import { readBody } from './transport-body.js';
import { TransportDeadline } from './transport-deadline.js';
import { parseEndpoint, type Endpoint } from './transport-endpoint.js';
import { transportFailure } from './transport-error.js';

/** Open sockets per cluster at most; calls beyond it wait their turn. */
const MAX_SOCKETS = 16;

/** One HTTP request, ready to be written. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, without the prefix of the server URL. */
  readonly target: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array | undefined;
  /** For messages: `list pods`. */
  readonly what: string;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** A complete answer, whatever its status. */
export interface WireResponse {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** An answer whose body is still to come. `finish` must be called when no more of it is wanted. */
export interface OpenResponse {
  readonly message: IncomingMessage;
  /** Ends the time limit; only the signal counts then. */
  readonly follow: () => void;
  readonly finish: () => void;
  /** Any failure while reading, as the error to throw. */
  readonly explain: (thrown: unknown) => FleetError;
}

/** The keep-alive connections to one API server with one set of TLS material. Knows nothing about tokens or policies. */
export class Transport {
  readonly endpoint: Endpoint;
  /** When the server certificate ends (ISO 8601), read from the newest connection. */
  serverNotAfter: string | undefined;
  readonly #cluster: string;
  readonly #agent: HttpAgent;
  readonly #tls: TlsOptions | undefined;
  readonly #proxy: string | undefined;
  readonly #clientNotAfter: () => string | undefined;
  /** How to end each request in flight. */
  readonly #running = new Set<(reason: FleetError) => void>();
  #closing: FleetError | undefined;
  #draining = false;

  private constructor(facts: {
    cluster: string;
    endpoint: Endpoint;
    agent: HttpAgent;
    tls: TlsOptions | undefined;
    proxy: string | undefined;
    clientNotAfter: () => string | undefined;
  }) {
    this.#cluster = facts.cluster;
    this.endpoint = facts.endpoint;
    this.#agent = facts.agent;
    this.#tls = facts.tls;
    this.#proxy = facts.proxy;
    this.#clientNotAfter = facts.clientNotAfter;
  }

  /** Prepares, connects nothing. @throws FleetError KUBECONFIG_INVALID, CREDENTIAL_INVALID */
  static async prepare(
    cluster: string,
    settings: ConnectionSettings,
    clientCertificate: ClientCertificate | undefined,
    clientNotAfter: () => string | undefined,
  ): Promise<Transport> {
    const endpoint = parseEndpoint(settings.server, cluster);
    const tls = endpoint.secure ? tlsOptions(settings, clientCertificate, cluster) : undefined;
    const pooling = {
      keepAlive: true,
      maxSockets: MAX_SOCKETS,
      maxFreeSockets: MAX_SOCKETS,
      scheduling: 'lifo',
      noDelay: true,
      autoSelectFamilyAttemptTimeout: 1000,
    } as const;
    const direct = settings.proxyUrl === undefined;
    const agent =
      settings.proxyUrl !== undefined
        ? await proxyAgent(settings.proxyUrl, pooling, cluster)
        : endpoint.secure
          ? new HttpsAgent(pooling)
          : new HttpAgent(pooling);
    return new Transport({
      cluster,
      endpoint,
      agent,
      tls,
      proxy: direct ? undefined : proxyDisplay(settings.proxyUrl ?? ''),
      clientNotAfter,
    });
  }

  get active(): number {
    return this.#running.size;
  }

  get sockets(): number {
    return [...Object.values(this.#agent.sockets), ...Object.values(this.#agent.freeSockets)].reduce(
      (sum, list) => sum + (list?.length ?? 0),
      0,
    );
  }

  /** Sends and reads the whole answer. A read is sent once more when the server had closed the kept-alive connection meanwhile. */
  async exchange(request: WireRequest, maxBytes: number): Promise<WireResponse> {
    const open = await this.open(request);
    try {
      const text = await readBody(open.message, maxBytes, this.#cluster, request.what);
      return { status: open.message.statusCode ?? 0, headers: open.message.headers, text };
    } catch (thrown) {
      throw open.explain(thrown);
    } finally {
      open.finish();
    }
  }

  /** Sends; resolves when the head of the answer is there. */
  async open(request: WireRequest): Promise<OpenResponse> {
    try {
      return await this.#attempt(request);
    } catch (thrown) {
      if (!(thrown instanceof StaleConnection)) throw thrown;
      if (request.method === 'GET' || request.method === 'HEAD') return await this.#attempt(request, thrown.failure);
      throw thrown.failure;
    }
  }

  /** Lets the calls in flight end, then closes. */
  drain(): void {
    this.#draining = true;
    if (this.#running.size === 0) this.#agent.destroy();
  }

  /** Closes now; calls in flight fail with `reason`. */
  close(reason: FleetError): void {
    this.#closing = reason;
    for (const end of [...this.#running]) end(reason);
    this.drain();
  }

  #attempt(request: WireRequest, earlier?: FleetError): Promise<OpenResponse> {
    return new Promise((resolve, reject) => {
      if (this.#closing !== undefined || request.signal.aborted) {
        reject(this.#closing ?? abortFailure(request.signal, request.what, this.#cluster));
        return;
      }
      const outgoing = this.#write(request);
      let answered = false;
      const phase = (): string => (answered ? 'while reading the answer' : phaseOf(outgoing));
      const finish = (): void => {
        deadline.stop();
        if (this.#running.delete(end) && this.#draining && this.#running.size === 0) this.#agent.destroy();
      };
      // A request that waits for its socket tells nobody that it was destroyed: the promise must be ended here.
      const end = (reason: FleetError): void => {
        abandonTunnel(outgoing);
        outgoing.destroy(reason);
        if (answered) return;
        finish();
        reject(reason);
      };
      const deadline = new TransportDeadline({ ...request, cluster: this.#cluster, phase }, end);
      this.#running.add(end);
      const explain = (thrown: unknown): FleetError => this.#closing ?? deadline.failure ?? this.#explain(thrown, request, outgoing);
      outgoing.on('response', (message) => {
        answered = true;
        this.#noteCertificate(outgoing);
        const done = (): void => {
          if (!message.complete) message.destroy();
          finish();
        };
        resolve({ message, follow: () => deadline.stopTimer(), finish: done, explain });
      });
      outgoing.on('error', (thrown) => {
        if (answered) return;
        const failure = explain(thrown);
        finish();
        const stale = earlier === undefined && outgoing.reusedSocket && failure.code === 'CONNECTION_FAILED';
        reject(stale ? new StaleConnection(failure) : failure);
      });
      // A tunnel that the proxy refused is replayed by the agent as if the API server had answered.
      outgoing.on('proxyConnect', (answer: { readonly statusCode: number }) => {
        if (answer.statusCode !== 200) outgoing.destroy(this.#proxyRefused(answer.statusCode, request.what));
      });
    });
  }

  #write(request: WireRequest): ClientRequest {
    const { endpoint } = this;
    const options: RequestOptions & Partial<TlsOptions> = {
      protocol: endpoint.secure ? 'https:' : 'http:',
      host: endpoint.host,
      port: endpoint.port,
      method: request.method,
      path: endpoint.prefix + request.target,
      headers: request.headers,
      agent: this.#agent,
      ...this.#tls,
    };
    const outgoing = endpoint.secure ? httpsRequest(options) : httpRequest(options);
    outgoing.end(request.body);
    return outgoing;
  }

  #explain(thrown: unknown, request: WireRequest, outgoing: ClientRequest): FleetError {
    return transportFailure(thrown, {
      cluster: this.#cluster,
      what: request.what,
      server: this.endpoint.display,
      proxy: this.#proxy,
      beforeConnection: outgoing.socket === null,
      clientCertificateEnded: endedAt(this.#clientNotAfter()),
    });
  }

  #proxyRefused(status: number, what: string): FleetError {
    const why = status === 407 ? 'it asks for a user and password (407)' : `it answered ${String(status)}`;
    return new FleetError(
      'PROXY_FAILED',
      `Cluster "${this.#cluster}" could not be reached to ${what}: the proxy ${this.#proxy ?? ''} did not connect to ${this.endpoint.display}; ${why}.`,
      {
        cluster: this.#cluster,
        details: { httpStatus: status, server: this.endpoint.display, ...(this.#proxy === undefined ? {} : { proxy: this.#proxy }) },
      },
    );
  }

  #noteCertificate(outgoing: ClientRequest): void {
    const { socket } = outgoing;
    if (outgoing.reusedSocket || !(socket instanceof TLSSocket)) return;
    const end = Date.parse(socket.getPeerCertificate().valid_to);
    if (!Number.isNaN(end)) this.serverNotAfter = new Date(end).toISOString();
  }
}

/** A kept-alive connection that was already gone when the request was written to it. */
class StaleConnection extends Error {
  readonly failure: FleetError;

  constructor(failure: FleetError) {
    super(failure.message);
    this.failure = failure;
  }
}

function phaseOf(outgoing: ClientRequest): string {
  if (outgoing.socket === null) return 'while waiting for a connection';
  return outgoing.socket.connecting ? 'while connecting' : 'while waiting for the answer';
}

function endedAt(notAfter: string | undefined): string | undefined {
  return notAfter !== undefined && Date.parse(notAfter) < Date.now() ? notAfter : undefined;
}
