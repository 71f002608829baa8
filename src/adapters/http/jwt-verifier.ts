import type { JWTPayload } from 'jose';
import type { CallLimits } from '../../index.js';
import { AccessRefusal } from './access-refusal.js';
import { invalidToken } from './bearer.js';
import { issuerKeys } from './issuer-keys.js';
import type { Principal } from './principal.js';

/** Whose tokens to trust. Needs the package `jose`. */
export interface JwtOptions {
  /** Must be the `iss` of every token. */
  readonly issuer: string;
  /** One of them must be in the `aud` of every token. */
  readonly audience: string | readonly string[];
  /**
   * Where the issuer publishes its keys. Read when first needed, and again when a token names a key that is not known.
   * @default what `<issuer>/.well-known/openid-configuration` says
   */
  readonly jwksUri?: string | undefined;
  /** Signature algorithms to accept; those with a shared secret are not. @default RS256, PS256, ES256, EdDSA */
  readonly algorithms?: readonly string[] | undefined;
  /** The claim that names the user. @default 'sub' */
  readonly userClaim?: string | undefined;
  /** The claim with role names, a list or words; dots lead into objects (`realm_access.roles`). @default 'roles' */
  readonly rolesClaim?: string | undefined;
  /** Milliseconds between two readings of the keys at least. @default 30000 */
  readonly keyCooldownMs?: number | undefined;
}

const DEFAULT_ALGORITHMS: readonly string[] = ['RS256', 'PS256', 'ES256', 'EdDSA'];
const CLOCK_TOLERANCE_SECONDS = 30;

export function algorithmsOf({ algorithms }: JwtOptions): readonly string[] {
  return algorithms ?? DEFAULT_ALGORITHMS;
}

type Verify = (token: string) => Promise<Principal | AccessRefusal>;

/** Checks tokens of one issuer. The refusals are TOKEN_INVALID, ROLE_MISSING, AUTHENTICATION_UNAVAILABLE. */
export function jwtVerifier(options: JwtOptions, limitsOf: (roles: readonly string[]) => CallLimits | undefined): Verify {
  let checking: Promise<(token: string) => Promise<JWTPayload | AccessRefusal>> | undefined;
  return async (token) => {
    checking ??= payloadChecker(options);
    const payload = await (await checking)(token);
    if (payload instanceof AccessRefusal) return payload;
    const user = claimAt(payload, options.userClaim ?? 'sub');
    if (typeof user !== 'string' || user === '') return invalidToken('The token names no user.');
    const limits = limitsOf(roleNames(claimAt(payload, options.rolesClaim ?? 'roles')));
    if (limits === undefined) return new AccessRefusal('ROLE_MISSING', 'The token is good, but names no role that this server knows.');
    return { user, id: `jwt:${user}`, limits };
  };
}

async function payloadChecker(options: JwtOptions): Promise<(token: string) => Promise<JWTPayload | AccessRefusal>> {
  const { errors, jwtVerify } = await import('jose');
  const keys = await issuerKeys(options);
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: options.issuer,
        audience: typeof options.audience === 'string' ? options.audience : [...options.audience],
        algorithms: [...algorithmsOf(options)],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['exp'],
      });
      return payload;
    } catch (thrown) {
      if (thrown instanceof errors.JWTExpired) return invalidToken('The token has expired.', thrown);
      // These are about the keys, which are not the caller's.
      const isAboutKeys =
        thrown instanceof errors.JWKSTimeout || thrown instanceof errors.JWKSInvalid || isPlain(thrown, errors.JOSEError.code);
      if (!isAboutKeys) return invalidToken('The token is not one of the trusted issuer for this server.', thrown);
      return new AccessRefusal('AUTHENTICATION_UNAVAILABLE', 'The keys of the token issuer could not be read.', {
        headers: { 'Retry-After': '5' },
        cause: thrown,
      });
    }
  };
}

/** Errors without a code of their own: what fetching the keys throws, and jose's own for an answer other than 200. */
function isPlain(thrown: unknown, plainCode: string): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return code === plainCode || typeof code !== 'string' || !/^ERR_J(OSE|W)/.test(code);
}

function claimAt(payload: JWTPayload, path: string): unknown {
  // A claim whose very name holds dots (`https://example.com/roles`) is meant first.
  if (Object.hasOwn(payload, path)) return payload[path];
  return path.split('.').reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
      ? Object.entries(value).find(([name]) => name === key)?.[1]
      : undefined;
  }, payload);
}

function roleNames(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(/\s+/);
  return Array.isArray(claim) ? claim.filter((name) => typeof name === 'string') : [];
}
