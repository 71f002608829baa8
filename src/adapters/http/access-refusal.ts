import type { ErrorCodeEntry } from '../../index.js';

/** Why a request is turned away at the door, before anyone looks at what it asks for. */
export const ACCESS_FAILURES = {
  TOKEN_MISSING: { httpStatus: 401, retryable: false, hint: 'Send `Authorization: Bearer TOKEN`.' },
  TOKEN_INVALID: { httpStatus: 401, retryable: false, hint: 'Get a new token; this one is unknown, expired or meant for someone else.' },
  LOOPBACK_ONLY: { httpStatus: 403, retryable: false, hint: 'Configure tokens or JWT to serve callers of other machines.' },
  HOST_REFUSED: { httpStatus: 403, retryable: false, hint: 'Add the name to the allowed hosts if it is right.' },
  ORIGIN_REFUSED: { httpStatus: 403, retryable: false, hint: 'Add the origin to the allowed origins if its pages should call.' },
  ROLE_MISSING: { httpStatus: 403, retryable: false, hint: 'Ask for one of the roles that this server knows.' },
  AUTHENTICATION_UNAVAILABLE: { httpStatus: 503, retryable: true, hint: 'The keys of the token issuer could not be read; try again.' },
} as const satisfies Record<string, ErrorCodeEntry>;

/** Why a request is turned away at the door. */
export type AccessFailureCode = keyof typeof ACCESS_FAILURES;

/** A refusal as plain facts: each protocol puts it into its own form of answer. */
export class AccessRefusal {
  readonly code: AccessFailureCode;
  /** Tells nothing of any token. */
  readonly message: string;
  /** To send along: WWW-Authenticate, Retry-After. */
  readonly headers: Readonly<Record<string, string>>;
  /** For the log of this server only. */
  readonly cause: unknown;

  constructor(code: AccessFailureCode, message: string, options: { headers?: Readonly<Record<string, string>>; cause?: unknown } = {}) {
    this.code = code;
    this.message = message;
    this.headers = options.headers ?? {};
    this.cause = options.cause;
  }

  /** The HTTP status: 401, 403 or 503. */
  get status(): (typeof ACCESS_FAILURES)[AccessFailureCode]['httpStatus'] {
    return ACCESS_FAILURES[this.code].httpStatus;
  }

  /** What to do, for people. */
  get hint(): string {
    return ACCESS_FAILURES[this.code].hint;
  }
}
