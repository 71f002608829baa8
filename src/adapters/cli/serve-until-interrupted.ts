import { FleetError, type Fleet } from '../../index.js';
import { serveHttp } from '../mcp/index.js';
import { clientSetup } from './client-setup.js';
import type { Terminal } from './terminal.js';

/** What the command line may say about serving beside the configuration. */
export interface ServeSettings {
  readonly host: string;
  readonly port: number;
  readonly allowUnauthenticated: boolean;
}

/** Serves a fleet over HTTP until Ctrl-C or SIGTERM; requests in flight are finished. */
export async function serveUntilInterrupted(fleet: Fleet, settings: ServeSettings, terminal: Terminal): Promise<void> {
  const { authToken, allowedHosts, allowedOrigins } = fleet.config;
  const server = await serveHttp(fleet, { ...settings, authToken, allowedHosts, allowedOrigins }).catch((thrown: unknown) => {
    throw inTermsOfFlags(thrown);
  });
  try {
    terminal.tell(`MCP is served at ${server.url}/mcp (older clients: ${server.url}/sse). Health: ${server.url}/health. Ctrl-C ends.`);
    if (authToken !== undefined)
      terminal.tell('Callers must send the header "Authorization: Bearer TOKEN" with the configured auth_token.');
    terminal.tell(clientSetup(`${server.url}/mcp`));
    await aborted(terminal.interrupted);
    terminal.tell('Ending: open requests are finished first.');
  } finally {
    await server.close();
  }
}

/** Resolves when a signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What to do about a refusal to listen, in the words of this command. */
function inTermsOfFlags(thrown: unknown): unknown {
  if (!FleetError.isInstance(thrown) || thrown.code !== 'CONFIG_INVALID') return thrown;
  const hint =
    thrown.cause === undefined
      ? 'Set FLEETWRIGHT_AUTH_TOKEN to a long random token, leave out --host, or pass --allow-unauthenticated.'
      : 'Choose another --port or --host.';
  return new FleetError(thrown.code, thrown.message, { cause: thrown.cause, details: thrown.details, hint });
}
