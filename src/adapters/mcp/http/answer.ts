import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ACCESS_FAILURES, type AccessRefusal } from '../../http/access-refusal.js';
import { PROBLEM_TYPE, problemDocument } from '../../http/problem-document.js';
import { SERVER_FAILURES, type ServerFailureCode } from './server-failures.js';

type Headers = Readonly<Record<string, string>>;

/** A small JSON answer that no cache keeps. */
export function answerJson(response: ServerResponse, status: number, body: unknown, headers: Headers = {}): void {
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
  options: { readonly id?: string | number | null; readonly headers?: Headers } = {},
): void {
  answerJson(response, status, { jsonrpc: '2.0', error, id: options.id ?? null }, options.headers);
}

/** A failed request outside of MCP, as the problem document that the REST API answers with, too. */
export function answerProblem(
  request: IncomingMessage,
  response: ServerResponse,
  failure: { readonly code: ServerFailureCode; readonly detail: string; readonly headers?: Headers },
): void {
  const requestId = randomUUID();
  const problem = problemDocument(failure.code, SERVER_FAILURES[failure.code], {
    detail: failure.detail,
    path: pathOf(request),
    requestId,
  });
  answerJson(response, problem.status, problem, { 'Content-Type': PROBLEM_TYPE, 'X-Request-Id': requestId, ...failure.headers });
}

/** A request that was turned away at the door. */
export function answerRefusal(request: IncomingMessage, response: ServerResponse, { code, message, headers }: AccessRefusal): void {
  const requestId = randomUUID();
  const problem = problemDocument(code, ACCESS_FAILURES[code], { detail: message, path: pathOf(request), requestId });
  answerJson(response, problem.status, problem, { 'Content-Type': PROBLEM_TYPE, 'X-Request-Id': requestId, ...headers });
}

/** The path of a request without its query; undefined members and oddities become a path that matches nothing. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}
