import { redactText, toFleetError, type ErrorCode, type FleetError } from '../../../index.js';
import { HTTP_FAILURES, HttpFailure, type HttpFailureCode } from '../failure.js';

/** An RFC 9457 problem document. */
export interface Problem {
  /** `urn:fleetwright:error:CODE` */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The path that was asked for. */
  readonly instance: string;
  readonly code: ErrorCode | HttpFailureCode;
  readonly hint: string;
  readonly requestId: string;
  readonly retryable: boolean;
  /** The cluster it came from, where one was involved. */
  readonly cluster?: string;
  readonly cause?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A problem and the headers that go with it. */
export interface ProblemAnswer {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

/** Anything thrown while a request was served, as the document its caller gets. */
export function problemOf(thrown: unknown, place: { readonly path: string; readonly requestId: string }): ProblemAnswer {
  const common = { instance: place.path, requestId: place.requestId };
  if (thrown instanceof HttpFailure) {
    const { httpStatus, hint, retryable } = HTTP_FAILURES[thrown.code];
    const problem = { ...naming(thrown.code), status: httpStatus, detail: thrown.message, ...common, code: thrown.code, hint, retryable };
    return { problem, headers: thrown.headers };
  }
  const error = toFleetError(thrown);
  const { code, message, hint, retryable, cluster, cause, details } = error.toJSON();
  const problem: Problem = {
    ...naming(code),
    status: error.httpStatus,
    detail: redactText(message),
    ...common,
    code,
    hint,
    retryable,
    ...(cluster === undefined ? {} : { cluster }),
    ...(cause === undefined ? {} : { cause: redactText(cause) }),
    ...(details === undefined ? {} : { details }),
  };
  return { problem, headers: headersOf(error) };
}

function naming(code: ErrorCode | HttpFailureCode): { type: string; title: string } {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return { type: `urn:fleetwright:error:${code}`, title: `${words.charAt(0).toUpperCase()}${words.slice(1)}` };
}

/** Seconds to wait when a cluster asks to slow down and does not say how long. */
const DEFAULT_RETRY_SECONDS = 1;

function headersOf(error: FleetError): Record<string, string> {
  if (error.httpStatus !== 429) return {};
  const seconds = error.details?.['retryAfterSeconds'];
  return { 'Retry-After': String(typeof seconds === 'number' && seconds > 0 ? Math.ceil(seconds) : DEFAULT_RETRY_SECONDS) };
}
