import type { ErrorCodeEntry } from '../../index.js';
import { ACCESS_FAILURES, type AccessRefusal } from '../http/access-refusal.js';

/** What can go wrong before an operation is reached: the codes that HTTP adds to those of the library. */
export const HTTP_FAILURES = {
  ...ACCESS_FAILURES,
  PATH_MALFORMED: { httpStatus: 400, retryable: false, hint: 'Percent-encode each part of the path as UTF-8.' },
  WEBSOCKET_MALFORMED: {
    httpStatus: 400,
    retryable: false,
    hint: 'Use version 13 and the subprotocol exec.fleetwright.v1; the REST guide shows how.',
  },
  BODY_MALFORMED: { httpStatus: 400, retryable: false, hint: 'Send one JSON object, complete and in UTF-8.' },
  BODY_UNEXPECTED: { httpStatus: 400, retryable: false, hint: 'Send the parameters of reads in the query, without a body.' },
  QUERY_UNEXPECTED: { httpStatus: 400, retryable: false, hint: 'Send the parameters in the body, as JSON.' },
  ROUTE_UNKNOWN: { httpStatus: 404, retryable: false, hint: '/openapi.json lists every route.' },
  METHOD_NOT_ALLOWED: { httpStatus: 405, retryable: false, hint: 'Reads are GET, everything else is POST; see the Allow header.' },
  NOT_ACCEPTABLE: {
    httpStatus: 406,
    retryable: false,
    hint: 'Accept application/json, text/plain, text/event-stream or application/x-ndjson.',
  },
  UPGRADE_REQUIRED: { httpStatus: 426, retryable: false, hint: 'Open a WebSocket; the REST guide shows how.' },
  BODY_TOO_LARGE: { httpStatus: 413, retryable: false, hint: 'Send less.' },
  MEDIA_TYPE_UNSUPPORTED: { httpStatus: 415, retryable: false, hint: 'Send `Content-Type: application/json`, in UTF-8.' },
  TOO_MANY_REQUESTS: { httpStatus: 429, retryable: true, hint: 'Wait as many seconds as Retry-After says.' },
  SERVER_CLOSING: { httpStatus: 503, retryable: true, hint: 'Send the request again in a moment, or to another instance.' },
} as const satisfies Record<string, ErrorCodeEntry>;

/** One of the keys of {@link HTTP_FAILURES}. */
export type HttpFailureCode = keyof typeof HTTP_FAILURES;

/** A request that was turned away before any operation ran. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly code: HttpFailureCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: HttpFailureCode, message: string, options: { headers?: Readonly<Record<string, string>>; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.headers = options.headers ?? {};
  }

  static of({ code, message, headers, cause }: AccessRefusal): HttpFailure {
    return new HttpFailure(code, message, { headers, cause });
  }
}
