import type { IncomingHttpHeaders } from 'node:http';
import type { AccessRefusal } from './access-refusal.js';
import { bearerToken, invalidToken, missingToken } from './bearer.js';
import { checkAuthentication } from './check-authentication.js';
import { jwtVerifier, type JwtOptions } from './jwt-verifier.js';
import { ANONYMOUS, type Principal } from './principal.js';
import { limitsOfRoles, type Role } from './roles.js';
import { tokenFinder, type StaticToken } from './static-tokens.js';

/** How callers prove who they are, and what they may do. With neither `tokens` nor `jwt`, nobody is asked. */
export interface AuthenticationOptions {
  /** Bearer tokens, by their hash. */
  readonly tokens?: readonly StaticToken[] | undefined;
  /** Tokens of an OpenID Connect issuer. */
  readonly jwt?: JwtOptions | undefined;
  /** What callers may do and on which clusters, by role name. */
  readonly roles?: Readonly<Record<string, Role>> | undefined;
}

/** Finds out who sent a request, or why that cannot be known. Never throws for a caller's fault. */
export type Authenticator = (headers: IncomingHttpHeaders) => Promise<Principal | AccessRefusal>;

/** Lets everyone in. What is made of no tokens is this very function, so that nobody takes it for a lock. */
const EVERYONE: Authenticator = () => Promise.resolve(ANONYMOUS);

/** True when callers must prove who they are to this authenticator. */
export function isLock(authenticate: Authenticator | undefined): boolean {
  return authenticate !== undefined && authenticate !== EVERYONE;
}

/** True when callers must prove who they are. */
export function asksForTokens({ tokens = [], jwt }: AuthenticationOptions): boolean {
  return tokens.length > 0 || jwt !== undefined;
}

/**
 * Tells callers apart by static tokens and by JWT. One serves all adapters of a process: it keeps the keys of the issuer.
 * @throws FleetError CONFIG_INVALID with every problem in `details.problems`
 * @example
 * const authenticate = createAuthenticator({ tokens: [{ user: 'ci', sha256: hashToken(token), roles: ['viewer'] }], roles });
 */
export function createAuthenticator(options: AuthenticationOptions): Authenticator {
  checkAuthentication(options);
  if (!asksForTokens(options)) return EVERYONE;
  const limitsOf = limitsOfRoles(options.roles ?? {});
  const find = tokenFinder(options.tokens ?? [], limitsOf);
  const verify = options.jwt === undefined ? undefined : jwtVerifier(options.jwt, limitsOf);
  return async (headers) => {
    const token = bearerToken(headers);
    if (token === undefined) return missingToken();
    return find(token) ?? (verify === undefined ? invalidToken('The token is not known here.') : verify(token));
  };
}
