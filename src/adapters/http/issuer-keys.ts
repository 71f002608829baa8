import type { JWTVerifyGetKey, RemoteJWKSet } from 'jose';
import { boundedFetch } from './bounded-fetch.js';
import { discoverKeys } from './discover-keys.js';
import type { JwtOptions } from './jwt-verifier.js';

const DEFAULT_COOLDOWN_MS = 30_000;

/** The keys of an issuer, read when a token first needs them. What fails is tried again with the next token. */
export async function issuerKeys({ issuer, jwksUri, keyCooldownMs = DEFAULT_COOLDOWN_MS }: JwtOptions): Promise<JWTVerifyGetKey> {
  const { createRemoteJWKSet, customFetch } = await import('jose');
  let found: Promise<RemoteJWKSet> | undefined;
  const find = async (): Promise<RemoteJWKSet> => {
    const url = jwksUri === undefined ? await discoverKeys(issuer) : new URL(jwksUri);
    return createRemoteJWKSet(url, { cooldownDuration: keyCooldownMs, [customFetch]: boundedFetch });
  };
  return async (header, token) => {
    const finding = (found ??= find());
    try {
      return await (
        await finding
      )(header, token);
    } catch (error) {
      // Where the keys are may have been read wrong, or may have changed, as long as none were there.
      const isUsable = await finding.then(
        (keys) => keys.jwks() !== undefined,
        () => false,
      );
      if (!isUsable && found === finding) found = undefined;
      throw error;
    }
  };
}
