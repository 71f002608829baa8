import { ERROR_CODES, type ErrorCodeEntry } from '../../../index.js';

/** What can go wrong with requests that are neither MCP messages nor REST calls. */
export const SERVER_FAILURES = {
  BODY_MALFORMED: { httpStatus: 400, retryable: false, hint: 'Send one JSON object, complete and in UTF-8.' },
  OPERATION_NOT_ALLOWED: { ...ERROR_CODES.OPERATION_NOT_ALLOWED, hint: 'Ask for a role without `clusters`.' },
  ROUTE_UNKNOWN: {
    httpStatus: 404,
    retryable: false,
    hint: 'MCP is at /mcp (older clients: /sse), probes at /health and /ready, metrics at /metrics, REST, where it is served, at /v1.',
  },
  STREAM_UNKNOWN: { httpStatus: 404, retryable: false, hint: 'Open /sse first; the stream names the address for messages.' },
  METHOD_NOT_ALLOWED: { httpStatus: 405, retryable: false, hint: 'See the Allow header.' },
  BODY_TOO_LARGE: { httpStatus: 413, retryable: false, hint: 'Send less.' },
  INTERNAL: ERROR_CODES.INTERNAL,
  SERVER_CLOSING: { httpStatus: 503, retryable: true, hint: 'Send the request again in a moment, or to another instance.' },
  TOO_MANY_STREAMS: { httpStatus: 503, retryable: true, hint: 'Try again later.' },
} as const satisfies Record<string, ErrorCodeEntry>;

export type ServerFailureCode = keyof typeof SERVER_FAILURES;
