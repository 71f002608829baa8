import type { IncomingMessage } from 'node:http';

/** A request body as JSON, or why it is none. */
export type RequestBody =
  { readonly kind: 'json'; readonly value: unknown } | { readonly kind: 'too-large' } | { readonly kind: 'not-json' };

/** Reads a JSON body of at most `limit` bytes. More is not read: the connection has to be closed after the answer. */
export async function readJsonBody(request: IncomingMessage, limit: number): Promise<RequestBody> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return { kind: 'too-large' };
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) return { kind: 'not-json' };
    size += chunk.byteLength;
    if (size > limit) return { kind: 'too-large' };
    chunks.push(chunk);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return { kind: 'json', value };
  } catch {
    return { kind: 'not-json' };
  }
}
