import { FleetError, redactText, type Fleet, type FleetConfig } from '../../index.js';
import { asksForTokens, createAuthenticator, type AuthenticationOptions } from '../http/authenticator.js';
import { guardFor } from '../mcp/http/listen-address.js';
import { serveHttp, type HttpHandler, type HttpServing } from '../mcp/index.js';
import type { RestOptions } from '../rest/index.js';
import { authenticationOf } from './authentication.js';
import { clientSetup } from './client-setup.js';
import { servingReport } from './serving-report.js';
import type { Terminal } from './terminal.js';

/** What the command line may say about serving beside the configuration. */
export interface ServeSettings {
  readonly host: string;
  readonly port: number;
  readonly allowUnauthenticated: boolean;
}

/** Below the 30 s that Kubernetes leaves a pod between SIGTERM and its end. */
const DRAIN_MS = 25_000;

/** Serves a fleet over HTTP until Ctrl-C or SIGTERM; requests in flight are finished. */
export async function serveUntilInterrupted(fleet: Fleet, settings: ServeSettings, terminal: Terminal): Promise<void> {
  const authentication = authenticationOf(fleet.config);
  const isLocked = asksForTokens(authentication);
  const server = await serveEverything(fleet, settings, isLocked ? authentication : undefined, terminal);
  try {
    const openToAll = settings.allowUnauthenticated && !isLocked;
    terminal.tell(servingReport({ url: server.url, authentication: isLocked ? authentication : undefined, openToAll }));
    terminal.tell(clientSetup(`${server.url}/mcp`, isLocked));
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

/** MCP, REST and the web page behind one door. */
async function serveEverything(
  fleet: Fleet,
  settings: ServeSettings,
  authentication: AuthenticationOptions | undefined,
  terminal: Terminal,
): Promise<HttpServing> {
  const { allowedHosts, allowedOrigins, rateLimit } = fleet.config;
  const authenticate = authentication === undefined ? undefined : createAuthenticator(authentication);
  const door = { ...settings, allowedHosts, allowedOrigins, authenticate };
  const tell = (what: string, thrown: unknown): void => terminal.tell(redactText(`${what}: ${textOf(thrown)}`));
  const rest = await restHandler(fleet, {
    ...authentication,
    ...guardFor({ ...door, locked: authenticate !== undefined }),
    authenticate,
    allowUnauthenticated: settings.allowUnauthenticated,
    rateLimit: restLimit(rateLimit),
    page: true,
    exec: execOptions(fleet.config),
    onerror: (thrown, requestId) => tell(`request ${requestId} failed`, thrown),
  });
  const onerror = (error: Error): void => tell('a request failed', error);
  return serveHttp(fleet, { ...door, handlers: [rest], closeTimeoutMs: DRAIN_MS, onerror }).catch((thrown: unknown) => {
    throw inTermsOfFlags(thrown);
  });
}

/** Express is loaded by those who serve HTTP only. */
async function restHandler(fleet: Fleet, options: RestOptions): Promise<HttpHandler> {
  const { createRestHandler } = await import('../rest/index.js');
  return createRestHandler(fleet, options);
}

function execOptions({ exec }: FleetConfig): RestOptions['exec'] {
  return exec.interactive ? { idleMs: exec.idleTimeout, longestMs: exec.maxDuration } : undefined;
}

function restLimit(perMinute: FleetConfig['rateLimit']): RestOptions['rateLimit'] {
  return perMinute === 0 ? false : { requests: perMinute, windowMs: 60_000 };
}

function textOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause === undefined ? thrown.message : `${thrown.message} (${textOf(thrown.cause)})`;
}

/** What to do about a refusal to listen, in the words of this command. */
function inTermsOfFlags(thrown: unknown): unknown {
  if (!FleetError.isInstance(thrown) || thrown.code !== 'CONFIG_INVALID') return thrown;
  const hint =
    thrown.cause === undefined
      ? 'Set FLEETWRIGHT_AUTH_TOKEN to a long random token, configure [auth], leave out --host, or pass --allow-unauthenticated.'
      : 'Choose another --port or --host.';
  return new FleetError(thrown.code, thrown.message, { cause: thrown.cause, details: thrown.details, hint });
}
