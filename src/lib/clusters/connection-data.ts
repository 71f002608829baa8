import { abortFailure, untilAborted } from '../platform/abort.js';
import { limitedSignal } from '../platform/limited-signal.js';
import { SharedTask } from '../platform/shared-task.js';
import type { ConnectionSettings } from './connection.js';
import { Credentials } from './credentials.js';
import type { ClusterDescriptor } from './descriptor.js';

const CONNECT_TIMEOUT_MS = 30_000;

/** What a descriptor said when it was asked how to connect. */
export interface ConnectionData {
  readonly settings: ConnectionSettings;
  readonly credentials: Credentials;
}

/** Asks a descriptor how to connect: at the first call, once for all who wait, again after a failure. */
export class ConnectionDataReader {
  readonly #descriptor: ClusterDescriptor;
  readonly #pluginTimeoutMs: number | undefined;
  readonly #task = new SharedTask<ConnectionData>();
  #data: ConnectionData | undefined;

  constructor(descriptor: ClusterDescriptor, pluginTimeoutMs: number | undefined) {
    this.#descriptor = descriptor;
    this.#pluginTimeoutMs = pluginTimeoutMs;
  }

  async read(signal: AbortSignal, what: string): Promise<ConnectionData> {
    return this.#data ?? (await this.#task.run((shared) => this.#connect(shared, what), signal));
  }

  async #connect(shared: AbortSignal, what: string): Promise<ConnectionData> {
    const cluster = this.#descriptor.name;
    const limited = limitedSignal(shared, CONNECT_TIMEOUT_MS);
    const { signal } = limited;
    try {
      const settings = await untilAborted(this.#descriptor.connect(signal), signal);
      this.#data = { settings, credentials: new Credentials(settings, cluster, this.#pluginTimeoutMs) };
      return this.#data;
    } catch (thrown) {
      throw signal.aborted ? abortFailure(signal, `read the connection data to ${what}`, cluster) : thrown;
    } finally {
      limited.release();
    }
  }
}
