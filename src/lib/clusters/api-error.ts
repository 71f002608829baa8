import { FleetError, type ErrorCode } from '../errors.js';
import { parseStatusBody, type StatusBody } from './api-status.js';
import { rancherAnswer } from './rancher-answer.js';
import type { WireResponse } from './wire-messages.js';

/** What is known about the request that failed. */
export interface ApiErrorFacts {
  readonly cluster: string;
  /** `list pods in namespace "shop"` */
  readonly what: string;
  /** `host:port/prefix` */
  readonly server: string;
  /** Whether what was asked stands behind the API server: a node, a pod or a service. */
  readonly isProxied?: boolean | undefined;
  /** When the login ended, if it is known to have (ISO 8601). */
  readonly sessionEnded?: string | undefined;
  /** When our client certificate ended, if it has (ISO 8601). */
  readonly certificateEnded?: string | undefined;
}

/** An answer that is no success as the error to throw. The one place where HTTP statuses become error codes. */
export function apiError(response: WireResponse, facts: ApiErrorFacts): FleetError {
  const { status } = response;
  const body = parseStatusBody(response.text);
  const { code, because, hint, reason = body?.reason } = rancherAnswer(response, body, facts) ?? judge(response, body, facts);
  const retryAfter = Number(response.headers['retry-after']);
  return new FleetError(code, `Cluster "${facts.cluster}" could not ${facts.what}: ${because}`, {
    cluster: facts.cluster,
    hint,
    details: {
      httpStatus: status,
      server: facts.server,
      ...(reason === undefined ? {} : { reason }),
      ...(body?.message === undefined ? {} : { kubernetesMessage: body.message }),
      ...(body?.causes === undefined ? {} : { causes: body.causes }),
      ...(body?.object === undefined ? {} : { object: body.object }),
      ...(Number.isNaN(retryAfter) || response.headers['retry-after'] === undefined ? {} : { retryAfterSeconds: retryAfter }),
    },
  });
}

/** An answer with status 200 that is not what the API serves. */
export function badResponse(
  facts: { readonly cluster: string; readonly what: string; readonly server: string },
  why: string,
  cause?: unknown,
): FleetError {
  return new FleetError(
    'BAD_RESPONSE',
    `The server ${facts.server} of cluster "${facts.cluster}" did not answer like a Kubernetes API server to ${facts.what}: ${why}.`,
    {
      cluster: facts.cluster,
      cause,
      details: { server: facts.server },
    },
  );
}

interface Judgement {
  readonly code: ErrorCode;
  readonly because: string;
  readonly hint?: string | undefined;
  readonly reason?: string | undefined;
}

/** True for a content type that API servers never use and login pages and proxies always do. */
export function isHtml(headers: WireResponse['headers']): boolean {
  return headers['content-type']?.includes('text/html') === true;
}

function judge(response: WireResponse, body: StatusBody | undefined, facts: ApiErrorFacts): Judgement {
  const { status } = response;
  const said = body?.message ?? plainText(response);
  const because = `${said ?? 'it gave no reason'} (HTTP ${String(status)}).`;
  if (status >= 300 && status < 400)
    return { code: 'BAD_RESPONSE', because: `it redirects to ${redirectHost(response)}, which is not followed (HTTP ${String(status)}).` };
  if (status >= 500) return { code: 'SERVER_ERROR', because };
  if (status === 401) return unauthorized(because, facts);
  if (status === 429) return { code: 'RATE_LIMITED', because };
  if (isHtml(response.headers))
    return { code: 'BAD_RESPONSE', because: `${facts.server} sent an HTML page (HTTP ${String(status)}); this is not the API server.` };
  switch (status) {
    case 403:
      return { code: 'FORBIDDEN', because };
    case 404:
      return { code: 'NOT_FOUND', because };
    case 409:
      return { code: 'CONFLICT', because };
    case 410:
      return { code: 'CONTINUE_EXPIRED', because };
    case 413:
    case 422:
      return { code: 'INVALID_OBJECT', because };
    default:
      return { code: body === undefined ? 'BAD_RESPONSE' : 'INPUT_INVALID', because };
  }
}

function unauthorized(because: string, facts: ApiErrorFacts): Judgement {
  if (facts.sessionEnded !== undefined) return { code: 'SESSION_EXPIRED', because: `the login ended ${facts.sessionEnded}: ${because}` };
  if (facts.certificateEnded !== undefined)
    return { code: 'CERTIFICATE_EXPIRED', because: `the client certificate ended ${facts.certificateEnded}: ${because}` };
  return { code: 'UNAUTHORIZED', because };
}

function plainText(response: WireResponse): string | undefined {
  if (isHtml(response.headers)) return 'it sent an HTML page';
  const text = response.text.trim();
  return text === '' || text.length > 300 || text.startsWith('<') ? undefined : text;
}

function redirectHost(response: WireResponse): string {
  const { location } = response.headers;
  if (location === undefined) return 'nowhere';
  return URL.canParse(location) ? new URL(location).host : 'another path';
}
