import type { OutgoingHttpHeaders } from 'node:http';
import { isRecord, parseJson } from '../platform/plain-records.js';

/** The token of an authorization header; undefined for other schemes. */
export function bearerToken(headers: OutgoingHttpHeaders): string | undefined {
  const { authorization = '' } = headers;
  return typeof authorization === 'string' && authorization.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : undefined;
}

/** What a JWT says, by claim; undefined for other tokens. Reads, never verifies. */
export function tokenClaims(token: string): Readonly<Record<string, unknown>> | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  const claims = parseJson(Buffer.from(payload, 'base64url').toString('utf8'));
  return isRecord(claims) ? claims : undefined;
}
