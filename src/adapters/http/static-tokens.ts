import { createHash, timingSafeEqual } from 'node:crypto';
import type { CallLimits } from '../../index.js';
import type { Principal } from './principal.js';

/** A bearer token of one user or program. The token itself is kept nowhere. */
export interface StaticToken {
  /** Stands in the audit log. */
  readonly user: string;
  /** SHA-256 of the token in hexadecimal: what {@link hashToken} returns. */
  readonly sha256: string;
  /** Names of roles; all that the fleet allows when absent. */
  readonly roles?: readonly string[] | undefined;
}

/** The form in which a token stands in a configuration. The token must be long and random: the hash has no salt. */
export function hashToken(token: string): string {
  return digest(token).toString('hex');
}

const NO_LIMITS: CallLimits = {};
const NOTHING: CallLimits = { grants: [] };

/** Finds whose token it is. Every token is compared, in constant time, so that the time tells nothing. */
export function tokenFinder(
  tokens: readonly StaticToken[],
  limitsOf: (roles: readonly string[]) => CallLimits | undefined,
): (token: string) => Principal | undefined {
  const known = tokens.map(({ user, sha256, roles }) => ({
    digest: Buffer.from(sha256, 'hex'),
    principal: { user, id: `token:${user}`, limits: roles === undefined ? NO_LIMITS : (limitsOf(roles) ?? NOTHING) },
  }));
  return (token) => {
    const given = digest(token);
    return known.filter((one) => timingSafeEqual(one.digest, given))[0]?.principal;
  };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
