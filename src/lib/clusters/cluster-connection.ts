import { FleetError, toFleetError, type ErrorCode } from '../errors.js';
import { abortFailure } from '../platform/abort.js';
import { apiError, badResponse, isHtml } from './api-error.js';
import { TextResponse } from './api-response.js';
import { endedParts, type Authentication } from './authentication.js';
import type { ConnectionSettings } from './connection.js';
import type { ChannelConnection } from './channels.js';
import { ConnectionDataReader } from './connection-data.js';
import type { ConnectionOptions } from './connection-options.js';
import type { ClusterDescriptor } from './descriptor.js';
import { Discovery } from './discovery.js';
import type { ApiRequest, ApiResponse, CertificateFacts } from './session.js';
import { SharedReads } from './shared-reads.js';
import { readOnceMore } from './read-once-more.js';
import type { Transport } from './transport.js';
import { plainBody, readBody } from './transport-body.js';
import { TransportSlot } from './transport-slot.js';
import type { OpenResponse, WireRequest, WireResponse } from './wire-messages.js';
import { prepareRequest, readKey, wireRequest, type PreparedRequest } from './wire-request.js';

const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;
const ERROR_BODY_BYTES = 256 * 1024;

/** One cluster with one identity: connection data read at the first call, credentials, sockets, and what is known of its kinds. */
export class ClusterConnection {
  readonly discovery: Discovery;
  readonly #cluster: string;
  readonly #identity: string;
  readonly #options: ConnectionOptions;
  readonly #slot: TransportSlot;
  readonly #data: ConnectionDataReader;
  readonly #reads = new SharedReads<ApiResponse>();

  constructor(descriptor: ClusterDescriptor, identity: string, options: ConnectionOptions) {
    this.#cluster = descriptor.name;
    this.#identity = identity;
    this.#data = new ConnectionDataReader(descriptor, options.pluginTimeoutMs);
    this.#options = options;
    this.#slot = new TransportSlot(descriptor.name, options);
    this.discovery = new Discovery(descriptor.name);
  }

  get sockets(): number {
    return this.#slot.sockets;
  }

  get active(): number {
    return this.#slot.active;
  }

  get isOpen(): boolean {
    return this.#slot.isOpen;
  }

  /** The connection data, read once. A failure is not kept. */
  async settings(signal: AbortSignal): Promise<ConnectionSettings> {
    return (await this.#data.read(signal, 'connect')).settings;
  }

  /** The connection data and the credential of now. */
  async credential(signal: AbortSignal): Promise<{ settings: ConnectionSettings; authentication: Authentication }> {
    const { settings, credentials } = await this.#data.read(signal, 'connect');
    return { settings, authentication: await credentials.current(signal) };
  }

  /** Sends and reads the whole answer. Identical reads that are not sent yet share one. */
  async exchange(request: ApiRequest): Promise<ApiResponse> {
    const { signal } = request;
    const key = readKey(request);
    if (key === undefined) return await this.#exchange(request);
    try {
      return await this.#reads.run(key, signal, (shared) => this.#exchange(shared === signal ? request : { ...request, signal: shared }));
    } catch (thrown) {
      throw FleetError.isInstance(thrown) ? thrown : abortFailure(signal, prepareRequest(request).what, this.#cluster);
    }
  }

  async #exchange(request: ApiRequest): Promise<ApiResponse> {
    const prepared = prepareRequest(request);
    const startedAt = performance.now();
    try {
      const { response, transport } = await readOnceMore(prepared, () => this.#answered(prepared));
      const facts = { cluster: this.#cluster, what: prepared.what, server: transport.endpoint.display };
      if (isHtml(response.headers) && (request.accept ?? 'json').includes('json')) throw badResponse(facts, 'it sent an HTML page');
      this.#note(prepared, startedAt, response.status, undefined);
      return new TextResponse(response, (cause) => badResponse(facts, 'what it sent is not JSON', cause));
    } catch (thrown) {
      throw this.#failed(thrown, prepared, startedAt);
    }
  }

  /** Sends; gives the answer as it comes, until it ends or the signal does. */
  async *stream(request: ApiRequest): AsyncIterable<Uint8Array> {
    const prepared = prepareRequest(request);
    const startedAt = performance.now();
    let open: OpenResponse;
    try {
      open = await readOnceMore(prepared, () => this.#openStream(prepared));
    } catch (thrown) {
      throw this.#failed(thrown, prepared, startedAt);
    }
    this.#note(prepared, startedAt, open.message.statusCode, undefined);
    open.follow();
    request.onHead?.({ status: open.message.statusCode ?? 0, headers: open.message.headers });
    try {
      for await (const chunk of plainBody(open.message, this.#cluster, prepared.what)) if (chunk instanceof Uint8Array) yield chunk;
    } catch (thrown) {
      throw open.explain(thrown);
    } finally {
      open.finish();
    }
  }

  /** Opens numbered channels (exec, port-forward). */
  async connect(request: ApiRequest, protocols: readonly string[]): Promise<ChannelConnection> {
    const prepared = prepareRequest(request);
    const startedAt = performance.now();
    try {
      const { response, transport, authentication } = await this.#authenticated(prepared, async (target, using) => {
        const outcome = await target.upgrade(this.#wire(prepared, using, target, true), protocols);
        if ('channels' in outcome) return { status: 101, outcome };
        return { status: outcome.refused.message.statusCode ?? 0, outcome, discard: () => outcome.refused.finish() };
      });
      if ('refused' in response.outcome) throw await this.#refusedStream(response.outcome.refused, prepared, transport, authentication);
      this.#note(prepared, startedAt, response.status, undefined);
      return response.outcome.channels;
    } catch (thrown) {
      throw this.#failed(thrown, prepared, startedAt);
    }
  }

  certificates(): CertificateFacts {
    return { serverNotAfter: this.#slot.serverNotAfter, clientNotAfter: this.#slot.clientNotAfter };
  }

  /** Lets the calls in flight end; new ones go to another connection. */
  retire(why: 'changed' | 'removed'): void {
    this.#slot.drain(why);
  }

  /** Ends everything now. */
  close(reason: FleetError): void {
    this.#slot.close(reason);
  }

  /** The answer, when it is a success. */
  async #answered(prepared: PreparedRequest): Promise<{ response: WireResponse; transport: Transport }> {
    const { response, transport, authentication } = await this.#authenticated(prepared, async (target, using) => {
      return await target.exchange(this.#wire(prepared, using, target), prepared.request.maxBytes ?? DEFAULT_MAX_BYTES);
    });
    if (response.status < 200 || response.status > 299) throw this.#refusal(response, prepared, transport, authentication);
    return { response, transport };
  }

  async #openStream(prepared: PreparedRequest): Promise<OpenResponse> {
    const { response, transport, authentication } = await this.#authenticated(prepared, async (target, using) => {
      const open = await target.open(this.#wire(prepared, using, target, prepared.request.compressed !== true));
      return { open, status: open.message.statusCode ?? 0, discard: () => open.finish() };
    });
    const { open, status } = response;
    if (status >= 200 && status <= 299) return open;
    throw await this.#refusedStream(open, prepared, transport, authentication);
  }

  /** The error that an answer other than the wanted stream means. */
  async #refusedStream(
    open: OpenResponse,
    prepared: PreparedRequest,
    transport: Transport,
    authentication: Authentication,
  ): Promise<FleetError> {
    const { message } = open;
    try {
      const text = await readBody(message, ERROR_BODY_BYTES, this.#cluster, prepared.what);
      return this.#refusal({ status: message.statusCode ?? 0, headers: message.headers, text }, prepared, transport, authentication);
    } catch (thrown) {
      return open.explain(thrown);
    } finally {
      open.finish();
    }
  }

  /** Sends with the credential of now; after a 401 once more with a renewed one. */
  async #authenticated<Answer extends { readonly status: number; readonly discard?: () => void }>(
    prepared: PreparedRequest,
    send: (transport: Transport, authentication: Authentication) => Promise<Answer>,
  ): Promise<{ response: Answer; transport: Transport; authentication: Authentication }> {
    const { signal } = prepared.request;
    const { credentials, settings } = await this.#data.read(signal, prepared.what);
    let authentication = await credentials.current(signal);
    let transport = await this.#slot.transport(settings, authentication);
    let response = await send(transport, authentication);
    if (response.status === 401) {
      const renewed = await credentials.renew(authentication, signal);
      if (renewed !== undefined) {
        response.discard?.();
        authentication = renewed;
        transport = await this.#slot.transport(settings, authentication);
        response = await send(transport, authentication);
      }
    }
    return { response, transport, authentication };
  }

  #wire(prepared: PreparedRequest, authentication: Authentication, transport: Transport, plain = false): WireRequest {
    return wireRequest(prepared, authentication, {
      compress: !plain && !transport.endpoint.loopback,
      timeoutMs: this.#options.requestTimeoutMs,
    });
  }

  #refusal(response: WireResponse, prepared: PreparedRequest, transport: Transport, authentication: Authentication): FleetError {
    const isProxied = /\/proxy(?:\/|$)/.test(prepared.request.path);
    const facts = { cluster: this.#cluster, what: prepared.what, server: transport.endpoint.display, isProxied };
    return apiError(response, { ...facts, ...endedParts(authentication) });
  }

  #failed(thrown: unknown, prepared: PreparedRequest, startedAt: number): FleetError {
    const { signal } = prepared.request;
    const error =
      signal.aborted && !FleetError.isInstance(thrown)
        ? abortFailure(signal, prepared.what, this.#cluster)
        : toFleetError(thrown, this.#cluster);
    const status = error.details?.['httpStatus'];
    this.#note(prepared, startedAt, typeof status === 'number' ? status : undefined, error.code);
    return error;
  }

  #note(prepared: PreparedRequest, startedAt: number, status: number | undefined, code: ErrorCode | undefined): void {
    this.#options.onRequest?.({
      cluster: this.#cluster,
      identity: this.#identity,
      operation: prepared.operation,
      status,
      code,
      durationMs: performance.now() - startedAt,
    });
  }
}
