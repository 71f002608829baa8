import type { ErrorCodeEntry } from '../../index.js';

/** An RFC 9457 problem document: what every error answer of a server holds, whichever adapter gave it. */
export interface ProblemDocument<Code extends string> {
  /** `urn:fleetwright:error:CODE` */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The path that was asked for. */
  readonly instance: string;
  readonly code: Code;
  readonly hint: string;
  readonly requestId: string;
  readonly retryable: boolean;
}

/** One failed request. */
export interface ProblemFacts {
  readonly detail: string;
  /** The path as asked, without the query, which may hold what a log should not. */
  readonly path: string;
  readonly requestId: string;
}

export const PROBLEM_TYPE = 'application/problem+json';

export function problemDocument<Code extends string>(
  code: Code,
  { httpStatus, hint, retryable }: ErrorCodeEntry,
  { detail, path, requestId }: ProblemFacts,
): ProblemDocument<Code> {
  const words = code.toLowerCase().replaceAll('_', ' ');
  const title = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  return { type: `urn:fleetwright:error:${code}`, title, status: httpStatus, detail, instance: path, code, hint, requestId, retryable };
}
