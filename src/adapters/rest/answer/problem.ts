import { redactText, toFleetError, type ErrorCode, type FleetError } from '../../../index.js';
import { problemDocument, type ProblemDocument } from '../../http/problem-document.js';
import { HTTP_FAILURES, HttpFailure, type HttpFailureCode } from '../failure.js';

/** An RFC 9457 problem document. */
export interface Problem extends ProblemDocument<ErrorCode | HttpFailureCode> {
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
  if (thrown instanceof HttpFailure) {
    const problem = problemDocument(thrown.code, HTTP_FAILURES[thrown.code], { detail: thrown.message, ...place });
    return { problem, headers: thrown.headers };
  }
  const error = toFleetError(thrown);
  const { code, message, hint, retryable, cluster, cause, details } = error.toJSON();
  const entry = { httpStatus: error.httpStatus, hint, retryable };
  const problem: Problem = {
    ...problemDocument(code, entry, { detail: redactText(message), ...place }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(cause === undefined ? {} : { cause: redactText(cause) }),
    ...(details === undefined ? {} : { details }),
  };
  return { problem, headers: headersOf(error) };
}

/** Seconds to wait when a cluster asks to slow down and does not say how long. */
const DEFAULT_RETRY_SECONDS = 1;

function headersOf(error: FleetError): Record<string, string> {
  if (error.httpStatus !== 429) return {};
  const seconds = error.details?.['retryAfterSeconds'];
  return { 'Retry-After': String(typeof seconds === 'number' && seconds > 0 ? Math.ceil(seconds) : DEFAULT_RETRY_SECONDS) };
}
