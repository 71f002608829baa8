import type { Agent as PlainAgent, IncomingMessage, RequestOptions } from 'node:http';
import type { Agent as SecureAgent } from 'node:https';
import { FleetError, type ErrorCode } from '../../errors.js';
import { limitedSignal } from '../../platform/limited-signal.js';
import { networkFailure } from '../../platform/network-failure.js';
import { VERSION } from '../../platform/version.js';
import { rancherBase, rancherName, type RancherServer } from './rancher-server.js';

/** One request to Rancher itself. */
export interface RancherRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE' | undefined;
  /** Below the address of the server: `/v3/clusters`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined;
  readonly body?: unknown;
  readonly signal: AbortSignal;
  /** False: without the token, for what Rancher tells everyone. @default true */
  readonly authenticated?: boolean | undefined;
}

/** Whatever Rancher, or something in front of it, answered. */
export interface RancherAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** How certificates are judged. */
export interface Trust {
  readonly ca?: string | undefined;
  readonly insecure: boolean;
}

const DEFAULT_TIMEOUT_MS = 30_000;
/** A thousand clusters are about 6 MB. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The connections to one Rancher. Never follows a redirect, so that the token goes to the configured host only; a path that comes from
 * the server is never used.
 */
export class RancherHttp {
  readonly #server: RancherServer;
  readonly #base: URL;
  #agent: PlainAgent | undefined;
  #agentTrust: Trust | undefined;

  constructor(server: RancherServer) {
    this.#server = server;
    this.#base = rancherBase(server.url);
  }

  /** Every answer, whatever its status. @throws FleetError for what fails below HTTP, and TIMEOUT */
  async send(request: RancherRequest, trust: Trust): Promise<RancherAnswer> {
    const { timeoutMs = DEFAULT_TIMEOUT_MS } = this.#server;
    const limited = limitedSignal(request.signal, timeoutMs);
    try {
      const authorization = request.authenticated === false ? undefined : `Bearer ${await this.#server.token(limited.signal)}`;
      return await this.#exchange(request, trust, { authorization, signal: limited.signal });
    } catch (thrown) {
      if (request.signal.aborted) throw request.signal.reason;
      if (limited.timedOut)
        throw new FleetError('TIMEOUT', `${this.#called} did not answer ${request.path} in ${String(timeoutMs / 1000)} s.`, {
          cause: thrown,
        });
      if (FleetError.isInstance(thrown)) throw thrown;
      const { error, because } = networkFailure(thrown, { server: this.#base.host });
      throw new FleetError(error, `${this.#called} could not be reached: ${because}.`, {
        cause: thrown,
        hint: hintFor(error),
        details: { server: this.#base.host },
      });
    } finally {
      limited.release();
    }
  }

  close(): void {
    this.#agent?.destroy();
    this.#agent = undefined;
  }

  get #called(): string {
    return `Rancher "${rancherName(this.#server)}"`;
  }

  async #exchange(
    request: RancherRequest,
    trust: Trust,
    { authorization, signal }: { authorization: string | undefined; signal: AbortSignal },
  ): Promise<RancherAnswer> {
    const url = new URL(`${this.#base.href.replace(/\/$/, '')}${request.path}`);
    for (const [name, value] of Object.entries(request.query ?? {})) if (value !== undefined) url.searchParams.set(name, String(value));
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    // Long to load, and not needed before the first request.
    const { Agent, request: send } = url.protocol === 'http:' ? await import('node:http') : await import('node:https');
    const options: RequestOptions = {
      method: request.method ?? 'GET',
      agent: this.#agentFor(trust, Agent),
      signal,
      headers: {
        // Anything that looks like a browser is answered in HTML, and asked for a CSRF token.
        'accept': 'application/json',
        'user-agent': `fleetwright/${VERSION}`,
        ...(authorization === undefined ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      },
    };
    return new Promise((resolve, reject) => {
      const sent = send(url, options, (response) => void read(response).then(resolve, reject));
      sent.on('error', reject);
      sent.end(body);
    });
  }

  #agentFor(trust: Trust, AgentOfProtocol: typeof PlainAgent | typeof SecureAgent): PlainAgent {
    if (this.#agent !== undefined && this.#agentTrust?.ca === trust.ca && this.#agentTrust?.insecure === trust.insecure) return this.#agent;
    this.#agent?.destroy();
    const certificates = { rejectUnauthorized: !trust.insecure, ...(trust.ca === undefined ? {} : { ca: trust.ca }) };
    this.#agentTrust = trust;
    this.#agent = new AgentOfProtocol({ keepAlive: true, maxSockets: 16, timeout: 60_000, ...certificates });
    return this.#agent;
  }
}

async function read(response: IncomingMessage): Promise<RancherAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) {
      response.destroy();
      throw new FleetError('RESPONSE_TOO_LARGE', `Rancher sent more than ${String(MAX_BYTES / 1024 / 1024)} MiB.`);
    }
    chunks.push(chunk);
  }
  return { status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') };
}

function hintFor(code: ErrorCode): string {
  if (code === 'TLS_FAILED') return 'Give its authority (ca, or ca_checksum), or RANCHER_INSECURE=true for a test installation.';
  return 'Check RANCHER_URL, the VPN and any proxy. The kubeconfigs at hand stay in use.';
}
