import type { RestOptions } from '../options.js';
import { HttpFailure } from '../failure.js';
import { invalidToken, missingToken } from './challenge.js';
import { jwtVerifier } from './jwt-verifier.js';
import { UNRESTRICTED, type Principal } from './principal.js';
import { tokenFinder } from './static-tokens.js';

/** Programs of this machine, when no token is configured. They keep no session, so they have no active cluster. */
const ANONYMOUS: Principal = { caller: { id: 'rest', stateful: false }, grants: UNRESTRICTED };

/** True when callers must prove who they are. */
export function isAuthenticated({ tokens = [], jwt }: RestOptions): boolean {
  return tokens.length > 0 || jwt !== undefined;
}

/** Finds out who sends an `Authorization` header, or why that cannot be known. Never throws for a caller's fault. */
export function createIdentify(options: RestOptions): (authorization: string | undefined) => Promise<Principal | HttpFailure> {
  if (!isAuthenticated(options)) return () => Promise.resolve(ANONYMOUS);
  const roles = options.roles ?? {};
  const find = tokenFinder(options.tokens ?? [], roles);
  const verify = options.jwt === undefined ? undefined : jwtVerifier(options.jwt, roles);
  return async (authorization) => {
    const token = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return missingToken();
    const known = find(token);
    if (known !== undefined) return known;
    try {
      return verify === undefined ? invalidToken('The token is not known here.') : await verify(token);
    } catch (thrown) {
      if (thrown instanceof HttpFailure) return thrown;
      throw thrown;
    }
  };
}
