import { createHash, timingSafeEqual } from 'node:crypto';
import { UNRESTRICTED, type Principal, type Role } from './principal.js';

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

/** Finds whose token it is. Every token is compared, in constant time, so that the time tells nothing. */
export function tokenFinder(
  tokens: readonly StaticToken[],
  roles: Readonly<Record<string, Role>>,
): (token: string) => Principal | undefined {
  const known = tokens.map(({ user, sha256, roles: names }) => ({
    digest: Buffer.from(sha256, 'hex'),
    principal: {
      caller: { id: `rest:token:${user}`, user, stateful: false },
      grants: names === undefined ? UNRESTRICTED : names.flatMap((name) => roles[name] ?? []),
    },
  }));
  return (token) => {
    const given = digest(token);
    return known.filter((one) => timingSafeEqual(one.digest, given))[0]?.principal;
  };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
