import { X509Certificate } from 'node:crypto';

/** When a JWT ends, in milliseconds since the epoch; undefined for other tokens. Reads, never verifies. */
export function tokenExpiry(token: string): number | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    if (typeof claims !== 'object' || claims === null || !('exp' in claims) || typeof claims.exp !== 'number') return undefined;
    return claims.exp * 1000;
  } catch {
    return undefined;
  }
}

/** When the first certificate of a PEM text ends, in milliseconds since the epoch; undefined when it cannot be read. */
export function certificateExpiry(pem: string): number | undefined {
  try {
    const end = Date.parse(new X509Certificate(pem).validTo);
    return Number.isNaN(end) ? undefined : end;
  } catch {
    return undefined;
  }
}
