import { boundedFetch } from './bounded-fetch.js';
import { isSafeAddress } from './safe-address.js';

const TIMEOUT_MS = 5000;

/**
 * Where an OpenID Connect issuer publishes its keys, as its own document says.
 * @throws Error when the document cannot be read, is of another issuer, or names keys that are fetched in the clear
 */
export async function discoverKeys(issuer: string): Promise<URL> {
  const url = configurationUrl(issuer);
  const headers = new Headers({ Accept: 'application/json' });
  const response = await boundedFetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (response.status !== 200) throw new Error(`${url} does not answer with 200.`);
  const found: unknown = await response.json();
  const { issuer: named, jwks_uri: keys } = isObject(found) ? found : {};
  if (named !== issuer) throw new Error(`${url} is the document of another issuer than ${issuer}.`);
  if (typeof keys !== 'string' || !isSafeAddress(keys) || (issuer.startsWith('https:') && !keys.startsWith('https:'))) {
    throw new Error(`${url} names no jwks_uri that can be trusted.`);
  }
  return new URL(keys);
}

/** The address that OpenID Connect Discovery lays down. */
export function configurationUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
