/** Bytes of a document of an issuer at most: real ones have a few thousand. */
const MAX_BYTES = 512 * 1024;

/**
 * Fetches a document of bounded size. Redirects are not followed: they would lead away from the address that is trusted.
 * @throws what `fetch` throws, or an Error when the document is too large
 */
export async function boundedFetch(
  url: string,
  { headers, signal }: { readonly headers: Headers; readonly signal: AbortSignal },
): Promise<Response> {
  const response = await fetch(url, { headers, signal, redirect: 'manual' });
  const parts: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> | null = response.body;
  // Leaving the loop early ends the connection.
  for await (const part of body ?? []) {
    size += part.byteLength;
    if (size > MAX_BYTES) throw new Error(`The document at ${url} is larger than ${MAX_BYTES} bytes.`);
    parts.push(part);
  }
  return new Response(Buffer.concat(parts), { status: response.status === 200 ? 200 : 502 });
}
