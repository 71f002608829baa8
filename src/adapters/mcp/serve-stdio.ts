import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Fleet } from '../../index.js';
import { announceListChanges, createMcpServer } from './mcp-server.js';
import { INTERNAL_ERROR, RequestError } from './request-error.js';
import { DrainingStdioTransport } from './stdio-transport.js';
import type { McpSurface, Requester } from './surface.js';

/** What to serve on the standard streams. */
export interface StdioOptions {
  /** The fleet, or how to make it: then nothing is loaded until a request needs it, and `initialize` is answered at once. */
  readonly fleet: Fleet | (() => Promise<Fleet>);
  /** Told of what went wrong outside of any request. Must not write to stdout. */
  readonly onerror?: ((error: Error) => void) | undefined;
}

/** A server on the standard streams of this process. */
export interface StdioServing {
  /** Resolves when the client has gone and the fleet is closed. */
  readonly closed: Promise<void>;
  /** Ends the connection, and with it the fleet. */
  close(): Promise<void>;
}

/** The one client of this process: whoever started it. */
const STDIO: Requester = { caller: { id: 'stdio', stateful: true }, limits: {} };

/**
 * Serves MCP on stdin and stdout, for clients of the 2025 revisions and of 2026-07-28 alike, until the client closes stdin.
 * Nothing but protocol messages goes to stdout. The fleet is closed with the connection.
 */
export async function serveMcpStdio(options: StdioOptions): Promise<StdioServing> {
  const opened = new LazySurface(options.fleet);
  const transport = new DrainingStdioTransport(process.stdin, process.stdout);
  const handle = serveStdio(
    () => {
      const server = createMcpServer({ requesterOf: () => STDIO, surface: () => opened.get() });
      opened.whenOpen((surface) => {
        announceListChanges(server, surface);
      });
      return server;
    },
    { transport, ...(options.onerror === undefined ? {} : { onerror: options.onerror }) },
  );
  const closed = new Promise<void>((resolve) => {
    const before = transport.onclose;
    transport.onclose = () => {
      before?.();
      resolve(opened.close());
    };
  });
  return {
    closed,
    close: async () => {
      await handle.close();
      await closed;
    },
  };
}

/** The surface of a fleet that is opened at most once, when first asked for. A failed opening is tried again. */
class LazySurface {
  readonly #source: StdioOptions['fleet'];
  readonly #waiting: ((surface: McpSurface) => void)[] = [];
  #surface: McpSurface | undefined;
  #opening: Promise<{ readonly fleet: Fleet; readonly surface: McpSurface }> | undefined;

  constructor(source: StdioOptions['fleet']) {
    this.#source = source;
  }

  async get(): Promise<McpSurface> {
    this.#opening ??= this.#open();
    try {
      return (await this.#opening).surface;
    } catch (error) {
      this.#opening = undefined;
      throw new RequestError(INTERNAL_ERROR, error instanceof Error ? error.message : String(error), undefined, error);
    }
  }

  whenOpen(tell: (surface: McpSurface) => void): void {
    if (this.#surface === undefined) this.#waiting.push(tell);
    else tell(this.#surface);
  }

  async close(): Promise<void> {
    const opened = await this.#opening?.catch(() => undefined);
    opened?.surface.close();
    await (opened?.fleet ?? (typeof this.#source === 'function' ? undefined : this.#source))?.close();
  }

  async #open(): Promise<{ readonly fleet: Fleet; readonly surface: McpSurface }> {
    const fleet = typeof this.#source === 'function' ? await this.#source() : this.#source;
    const { createFleetSurface } = await import('./fleet-surface.js');
    const surface = createFleetSurface(fleet);
    this.#surface = surface;
    for (const tell of this.#waiting.splice(0)) tell(surface);
    return { fleet, surface };
  }
}
