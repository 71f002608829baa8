import { request as httpRequest, type Agent, type ClientRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { FleetError } from '../errors.js';
import { abortFailure } from '../platform/abort.js';
import { abandonTunnel } from './proxy-agent.js';
import type { TlsOptions } from './tls-options.js';
import { readBody } from './transport-body.js';
import { TransportDeadline } from './transport-deadline.js';
import type { Endpoint } from './transport-endpoint.js';
import { ChannelSocket } from './channel-socket.js';
import { proxyRefusal, transportFailure, type FailureFacts } from './transport-error.js';
import { upgrade } from './upgrade.js';
import type { OpenResponse, WireRequest, WireResponse } from './wire-messages.js';

/** Channels, or the answer with which the server refused them. */
export type UpgradedOrRefused = { readonly channels: ChannelSocket } | { readonly refused: OpenResponse };

/** What a transport is made of. */
export interface TransportFacts {
  readonly cluster: string;
  readonly endpoint: Endpoint;
  readonly agent: Agent;
  readonly tls: TlsOptions | undefined;
  /** Address of the proxy, without credentials. */
  readonly proxy: string | undefined;
  /** When the client certificate ends (ISO 8601). */
  readonly clientNotAfter: () => string | undefined;
}

/** The keep-alive connections to one API server with one set of TLS material. Knows nothing about tokens or policies. */
export class Transport {
  readonly endpoint: Endpoint;
  /** When the server certificate ends (ISO 8601), read from the newest connection. */
  serverNotAfter: string | undefined;
  readonly #facts: TransportFacts;
  /** How to end each request in flight. */
  readonly #running = new Set<(reason: FleetError) => void>();
  /** Sockets that carried an answer before. Node.js marks only those as reused that were idle in between. */
  readonly #used = new WeakSet<Socket>();
  #closing: FleetError | undefined;
  #draining = false;

  constructor(facts: TransportFacts) {
    this.endpoint = facts.endpoint;
    this.#facts = facts;
  }

  get active(): number {
    return this.#running.size;
  }

  get sockets(): number {
    return [...Object.values(this.#facts.agent.sockets), ...Object.values(this.#facts.agent.freeSockets)].reduce(
      (sum, list) => sum + (list?.length ?? 0),
      0,
    );
  }

  /** Sends and reads the whole answer. A read is sent once more when the server had closed the kept-alive connection meanwhile. */
  async exchange(request: WireRequest, maxBytes: number): Promise<WireResponse> {
    const open = await this.open(request);
    try {
      const text = await readBody(open.message, maxBytes, this.#facts.cluster, request.what);
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

  /** Starts a connection of channels. An answer that refuses it is given back as it is. */
  async upgrade(request: WireRequest, protocols: readonly string[]): Promise<UpgradedOrRefused> {
    if (this.#closing !== undefined || request.signal.aborted)
      throw this.#closing ?? abortFailure(request.signal, request.what, this.#facts.cluster);
    const { endpoint, agent, tls } = this.#facts;
    const attempt = await upgrade({ endpoint, agent, tls }, request, protocols);
    const end = (): void => attempt.end();
    const deadline = new TransportDeadline({ ...request, cluster: this.#facts.cluster, phase: () => 'while opening channels' }, end);
    let reason: FleetError | undefined;
    const running = (why: FleetError): void => {
      reason = why;
      end();
    };
    const finish = (): void => {
      deadline.stop();
      if (this.#running.delete(running) && this.#draining && this.#running.size === 0) this.#facts.agent.destroy();
    };
    this.#running.add(running);
    const facts = { ...this.#failureFacts(request, undefined) };
    const explain = (thrown: unknown): FleetError => reason ?? deadline.failure ?? transportFailure(thrown, facts);
    const outcome = await attempt.done;
    if (outcome.kind === 'open') {
      deadline.stopTimer();
      return { channels: new ChannelSocket(outcome.socket, explain, finish) };
    }
    if (outcome.kind === 'failed') {
      finish();
      throw explain(outcome.thrown);
    }
    const { message } = outcome;
    const done = (): void => {
      outcome.request.destroy();
      finish();
    };
    return { refused: { message, follow: () => deadline.stopTimer(), finish: done, explain } };
  }

  /** Lets the calls in flight end, then closes. */
  drain(): void {
    this.#draining = true;
    if (this.#running.size === 0) this.#facts.agent.destroy();
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
        reject(this.#closing ?? abortFailure(request.signal, request.what, this.#facts.cluster));
        return;
      }
      const outgoing = this.#write(request);
      let answered = false;
      const phase = (): string => (answered ? 'while reading the answer' : phaseOf(outgoing));
      const finish = (): void => {
        deadline.stop();
        if (this.#running.delete(end) && this.#draining && this.#running.size === 0) this.#facts.agent.destroy();
      };
      // A request that waits for its socket tells nobody that it was destroyed: the promise must be ended here.
      const end = (reason: FleetError): void => {
        abandonTunnel(outgoing);
        outgoing.destroy(reason);
        if (answered) return;
        finish();
        reject(reason);
      };
      const deadline = new TransportDeadline({ ...request, cluster: this.#facts.cluster, phase }, end);
      this.#running.add(end);
      const explain = (thrown: unknown): FleetError =>
        this.#closing ?? deadline.failure ?? transportFailure(thrown, this.#failureFacts(request, outgoing));
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
        const stale = earlier === undefined && this.#isReused(outgoing) && failure.code === 'CONNECTION_FAILED';
        reject(stale ? new StaleConnection(failure) : failure);
      });
      // A tunnel that the proxy refused is replayed by the agent as if the API server had answered.
      outgoing.on('proxyConnect', (answer: { readonly statusCode: number }) => {
        if (answer.statusCode !== 200) outgoing.destroy(proxyRefusal(answer.statusCode, this.#failureFacts(request, outgoing)));
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
      agent: this.#facts.agent,
      ...this.#facts.tls,
    };
    const outgoing = endpoint.secure ? httpsRequest(options) : httpRequest(options);
    outgoing.end(request.body);
    return outgoing;
  }

  #failureFacts(request: WireRequest, outgoing: ClientRequest | undefined): FailureFacts {
    return {
      cluster: this.#facts.cluster,
      what: request.what,
      server: this.endpoint.display,
      proxy: this.#facts.proxy,
      beforeConnection: outgoing?.socket === null,
      clientCertificateEnded: endedAt(this.#facts.clientNotAfter()),
    };
  }

  #isReused({ socket, reusedSocket }: ClientRequest): boolean {
    return reusedSocket || (socket !== null && this.#used.has(socket));
  }

  #noteCertificate(outgoing: ClientRequest): void {
    const { socket } = outgoing;
    if (socket === null || this.#isReused(outgoing)) return;
    this.#used.add(socket);
    if (!(socket instanceof TLSSocket)) return;
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
