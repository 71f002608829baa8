import type { OutgoingHttpHeaders } from 'node:http';
import { VERSION } from '../platform/version.js';
import { describeTarget, type ApiTarget } from './api-target.js';
import type { Authentication } from './authentication.js';
import type { ApiRequest } from './session.js';
import type { WireRequest } from './wire-messages.js';

const USER_AGENT = `fleetwright/${VERSION}`;

/** An {@link ApiRequest} made ready once, for as many attempts as it takes. */
export interface PreparedRequest extends ApiTarget {
  readonly method: string;
  readonly target: string;
  readonly body: string | Uint8Array | undefined;
  readonly request: ApiRequest;
}

/** Puts path, query and body together. */
export function prepareRequest(request: ApiRequest): PreparedRequest {
  const method = request.method ?? 'GET';
  return {
    ...describeTarget(method, request.path),
    method,
    target: request.path + queryString(request.query),
    body: bodyOf(request.body),
    request,
  };
}

/** What tells a read from any other of the same connection; undefined for requests that must not share an answer. */
export function readKey({ method = 'GET', path, query, body, accept = '', maxBytes = 0 }: ApiRequest): string | undefined {
  return method === 'GET' && body === undefined ? `${path}${queryString(query)} ${accept} ${String(maxBytes)}` : undefined;
}

/** One attempt at it, with the credential of now. `compress` asks for gzip: worth its time on every network but the loopback. */
export function wireRequest(
  prepared: PreparedRequest,
  authentication: Authentication,
  options: { readonly compress: boolean; readonly timeoutMs: number },
): WireRequest {
  const { request, body } = prepared;
  const headers: OutgoingHttpHeaders = {
    'accept': request.accept ?? 'application/json',
    'accept-encoding': options.compress ? 'gzip' : 'identity',
    'user-agent': USER_AGENT,
    ...authentication.headers,
  };
  if (body !== undefined) {
    headers['content-type'] = request.contentType ?? 'application/json';
    headers['content-length'] = Buffer.byteLength(body);
  }
  return {
    method: prepared.method,
    target: prepared.target,
    headers,
    body,
    what: prepared.what,
    signal: request.signal,
    timeoutMs: options.timeoutMs,
  };
}

function queryString(query: ApiRequest['query']): string {
  if (query === undefined) return '';
  let text = '';
  for (const [name, value] of Object.entries(query)) {
    for (const each of typeof value === 'object' ? value : [value]) {
      if (each !== undefined) text += `${text === '' ? '?' : '&'}${encodeURIComponent(name)}=${encodeURIComponent(each)}`;
    }
  }
  return text;
}

function bodyOf(body: unknown): string | Uint8Array | undefined {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) return body;
  return JSON.stringify(body);
}
