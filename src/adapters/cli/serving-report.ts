import type { AuthenticationOptions } from '../http/authenticator.js';

/** What a person should know of a server that has just started. */
export interface ServingFacts {
  /** Where it answers, without a path. */
  readonly url: string;
  /** How callers prove who they are; undefined when nobody is asked. */
  readonly authentication: AuthenticationOptions | undefined;
  /** Callers of other machines are served without a token. */
  readonly openToAll: boolean;
}

/** What is served where, and who may call, in lines. */
export function servingReport({ url, authentication, openToAll }: ServingFacts): string {
  return [
    `MCP is served at ${url}/mcp (older clients: ${url}/sse).`,
    `REST is served at ${url}/v1; its description is at ${url}/docs and ${url}/openapi.json.`,
    `The web page is at ${url}/. Probes: ${url}/health, ${url}/ready. Metrics: ${url}/metrics.`,
    callers(authentication, openToAll),
    'Ctrl-C ends.',
  ].join('\n');
}

function callers(authentication: AuthenticationOptions | undefined, openToAll: boolean): string {
  if (authentication === undefined) {
    return openToAll
      ? 'WARNING: no token is asked for, and everyone who reaches this address may call.'
      : 'No token is asked for: programs of this machine may call, and nobody else.';
  }
  const { tokens = [], jwt, roles = {} } = authentication;
  const accepted = [
    ...(tokens.length === 0 ? [] : [tokens.length === 1 ? 'the configured token' : `one of ${String(tokens.length)} configured tokens`]),
    ...(jwt === undefined ? [] : [`a JWT of ${jwt.issuer}`]),
  ].join(' or ');
  const names = Object.keys(roles);
  return `Callers must send the header "Authorization: Bearer TOKEN" with ${accepted}.${names.length === 0 ? '' : ` Roles: ${names.join(', ')}.`}`;
}
