import type { ServerResponse } from 'node:http';

/** A small JSON answer that no cache keeps. */
export function answerJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(text)),
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(text);
}

/** A request refused before any server object saw it, in JSON-RPC form with the id of the request where it is known. */
export function answerRpcError(
  response: ServerResponse,
  status: number,
  error: { readonly code: number; readonly message: string; readonly data?: unknown },
  options: { readonly id?: string | number | null; readonly headers?: Readonly<Record<string, string>> } = {},
): void {
  answerJson(response, status, { jsonrpc: '2.0', error, id: options.id ?? null }, options.headers);
}
