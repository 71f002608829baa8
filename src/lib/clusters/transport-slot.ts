import type { FleetError } from '../errors.js';
import type { Authentication } from './authentication.js';
import type { ConnectionSettings } from './connection.js';
import { openTransport } from './open-transport.js';
import type { ClientCertificate } from './tls-options.js';
import type { Transport } from './transport.js';

type Why = 'idle' | 'changed' | 'removed' | 'closed';

/** What a slot tells. */
export interface TransportSlotOptions {
  readonly idleTimeoutMs: number;
  readonly onOpened: () => void;
  readonly onClosed: (why: Why) => void;
}

interface Held {
  readonly certificate: ClientCertificate | undefined;
  readonly transport: Promise<Transport>;
}

/** The place of the one transport in use: opened when needed, replaced when the client certificate changes, closed when idle. */
export class TransportSlot {
  readonly #cluster: string;
  readonly #options: TransportSlotOptions;
  readonly #draining = new Set<Transport>();
  #held: Held | undefined;
  #current: Transport | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #serverNotAfter: string | undefined;
  #authentication: Authentication | undefined;
  #closed: FleetError | undefined;

  constructor(cluster: string, options: TransportSlotOptions) {
    this.#cluster = cluster;
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#current !== undefined;
  }

  get active(): number {
    return [this.#current, ...this.#draining].reduce((sum, transport) => sum + (transport?.active ?? 0), 0);
  }

  get sockets(): number {
    return this.#current?.sockets ?? 0;
  }

  /** ISO 8601; kept when the transport closes. */
  get serverNotAfter(): string | undefined {
    return this.#current?.serverNotAfter ?? this.#serverNotAfter;
  }

  get clientNotAfter(): string | undefined {
    return this.#authentication?.certificateNotAfter;
  }

  /** The transport for a credential. Another client certificate means other connections: the old ones end with their calls. */
  async transport(settings: ConnectionSettings, authentication: Authentication): Promise<Transport> {
    if (this.#closed !== undefined) throw this.#closed;
    this.#authentication = authentication;
    this.#idleTimer?.refresh();
    if (this.#held !== undefined && sameCertificate(this.#held.certificate, authentication.certificate))
      return this.#current ?? (await this.#held.transport);
    this.#release(this.#current);
    const held: Held = { certificate: authentication.certificate, transport: this.#open(settings, authentication.certificate) };
    this.#held = held;
    try {
      return await held.transport;
    } catch (thrown) {
      if (this.#held === held) this.#held = undefined;
      throw thrown;
    }
  }

  drain(why: Why): void {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = undefined;
    const open = this.#current;
    this.#held = undefined;
    this.#release(open);
    if (open !== undefined) this.#options.onClosed(why);
  }

  close(reason: FleetError): void {
    this.#closed = reason;
    const all = [this.#current, ...this.#draining];
    this.drain('closed');
    for (const transport of all) transport?.close(reason);
    this.#draining.clear();
  }

  async #open(settings: ConnectionSettings, certificate: ClientCertificate | undefined): Promise<Transport> {
    const transport = await openTransport(this.#cluster, settings, { certificate, notAfter: () => this.clientNotAfter });
    if (this.#closed !== undefined) throw this.#closed;
    const first = this.#current === undefined;
    this.#current = transport;
    this.#idleTimer ??= setTimeout(() => this.#idle(), this.#options.idleTimeoutMs).unref();
    if (first) this.#options.onOpened();
    return transport;
  }

  #idle(): void {
    if (this.active > 0) this.#idleTimer?.refresh();
    else this.drain('idle');
  }

  #release(transport: Transport | undefined): void {
    for (const old of this.#draining) if (old.active === 0) this.#draining.delete(old);
    if (transport === undefined) return;
    this.#serverNotAfter = transport.serverNotAfter ?? this.#serverNotAfter;
    this.#current = undefined;
    transport.drain();
    if (transport.active > 0) this.#draining.add(transport);
  }
}

function sameCertificate(left: ClientCertificate | undefined, right: ClientCertificate | undefined): boolean {
  return left === right || (left?.certificate === right?.certificate && left?.key === right?.key);
}
