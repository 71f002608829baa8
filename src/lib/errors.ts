/** What is known about one error code: the HTTP status it maps to, whether the same call may work later, and what to do. */
export interface ErrorCodeEntry {
  readonly httpStatus: number;
  readonly retryable: boolean;
  readonly hint: string;
}

/**
 * Every error code there is. Handlers throw one of these; only adapters turn them into text.
 * `docs/reference/errors.md` is generated from this table.
 */
export const ERROR_CODES = {
  INPUT_INVALID: { httpStatus: 400, retryable: false, hint: 'Correct the named parameters and call again.' },
  OPERATION_UNKNOWN: { httpStatus: 404, retryable: false, hint: 'Use one of the listed operation names.' },
  OPERATION_NOT_ALLOWED: {
    httpStatus: 403,
    retryable: false,
    hint: 'The access level or an allow/deny list refuses this. Ask the person who runs fleetwright to change the policy.',
  },
  CONFIRMATION_REQUIRED: {
    httpStatus: 428,
    retryable: false,
    hint: 'Show the plan to the user; if they agree, repeat exactly this call with the one-time `confirmation` of this answer.',
  },
  CONFIRMATION_INVALID: {
    httpStatus: 409,
    retryable: false,
    hint: 'Make the call without `confirmation`: where it needs one, the answer holds a new one.',
  },
  OPERATION_DECLINED: {
    httpStatus: 403,
    retryable: false,
    hint: 'Whoever was asked did not agree. Do not repeat the call unless they want it.',
  },
  CLUSTER_UNKNOWN: { httpStatus: 404, retryable: false, hint: 'Use one of the listed cluster names; clusters_list shows them all.' },
  CLUSTER_NOT_SELECTED: {
    httpStatus: 400,
    retryable: false,
    hint: 'Pass `cluster`, or choose one with clusters_switch. Writes never use a configured default.',
  },
  CLUSTER_NAME_CONFLICT: {
    httpStatus: 409,
    retryable: false,
    hint: 'Two clusters carry this name. Rename one file or context so that the name is unique.',
  },
  SELECTOR_INVALID: {
    httpStatus: 400,
    retryable: false,
    hint: 'Use names, globs (prod-*), env=prod, zone=NAME, not TERM, combined with spaces, commas and parentheses.',
  },
  CONFIG_INVALID: { httpStatus: 500, retryable: false, hint: 'Correct the configuration; `fleetwright config check` lists every problem.' },
  SOURCE_FAILED: {
    httpStatus: 503,
    retryable: true,
    hint: 'The place clusters are listed from did not answer; known clusters are kept and marked stale.',
  },
  KUBECONFIG_INVALID: { httpStatus: 422, retryable: false, hint: 'Repair or remove the kubeconfig file; other clusters are not affected.' },
  CREDENTIAL_PLUGIN_MISSING: {
    httpStatus: 502,
    retryable: false,
    hint: 'Install the credential plugin that the kubeconfig names, or correct its path.',
  },
  CREDENTIAL_PLUGIN_FAILED: {
    httpStatus: 502,
    retryable: true,
    hint: 'Run the credential plugin by hand to see why it fails; a login may be needed.',
  },
  CREDENTIAL_PLUGIN_TIMEOUT: {
    httpStatus: 504,
    retryable: true,
    hint: 'The credential plugin did not finish; it may be waiting for a login.',
  },
  CREDENTIAL_INVALID: {
    httpStatus: 502,
    retryable: false,
    hint: 'The credential in the kubeconfig cannot be used; fetch a new kubeconfig.',
  },
  DNS_FAILED: { httpStatus: 502, retryable: true, hint: 'The host name of the API server does not resolve; check the name, DNS and VPN.' },
  CONNECTION_REFUSED: { httpStatus: 502, retryable: true, hint: 'Nothing listens at the address of the API server; check that it runs.' },
  CONNECTION_FAILED: { httpStatus: 502, retryable: true, hint: 'The connection broke; check the network path to the API server.' },
  TLS_FAILED: {
    httpStatus: 502,
    retryable: false,
    hint: 'The certificate of the API server is not trusted; check the CA data and the server name in the kubeconfig.',
  },
  CERTIFICATE_EXPIRED: {
    httpStatus: 502,
    retryable: false,
    hint: 'A certificate has expired; fetch a new kubeconfig or renew the certificate.',
  },
  PROXY_FAILED: { httpStatus: 502, retryable: true, hint: 'The proxy of this cluster refused or did not answer; check proxy-url.' },
  TIMEOUT: {
    httpStatus: 504,
    retryable: true,
    hint: 'The cluster did not answer within the deadline; try again or look at clusters_status.',
  },
  UNAUTHORIZED: {
    httpStatus: 401,
    retryable: false,
    hint: 'The cluster does not accept this credential; log in again or fetch a new kubeconfig.',
  },
  SESSION_EXPIRED: { httpStatus: 401, retryable: false, hint: 'The login session ended; log in again.' },
  FORBIDDEN: { httpStatus: 403, retryable: false, hint: 'The cluster denies this to the current user; ask for the RBAC permission.' },
  NOT_FOUND: { httpStatus: 404, retryable: false, hint: 'Check the name and the namespace, and that this is the right cluster.' },
  KIND_UNKNOWN: { httpStatus: 404, retryable: false, hint: 'Check apiVersion and kind; the cluster may lack this custom resource.' },
  CONFLICT: { httpStatus: 409, retryable: true, hint: 'The object changed meanwhile; read it again and retry.' },
  CONTINUE_EXPIRED: { httpStatus: 410, retryable: false, hint: 'The continue token is too old; start the list again without it.' },
  INVALID_OBJECT: { httpStatus: 422, retryable: false, hint: 'The cluster refused the object; correct the named fields.' },
  RATE_LIMITED: { httpStatus: 429, retryable: true, hint: 'The cluster asks to slow down; wait and retry.' },
  SERVER_ERROR: { httpStatus: 502, retryable: true, hint: 'The API server failed; look at clusters_status and retry.' },
  BAD_RESPONSE: {
    httpStatus: 502,
    retryable: false,
    hint: 'The address does not answer like a Kubernetes API server; check the server URL and any proxy in front of it.',
  },
  RESPONSE_TOO_LARGE: { httpStatus: 502, retryable: false, hint: 'Ask for less: a namespace, a selector or a smaller limit.' },
  WAIT_FAILED: {
    httpStatus: 409,
    retryable: false,
    hint: 'Waiting longer will not help: look at the conditions and the events of the object.',
  },
  CANCELLED: { httpStatus: 499, retryable: false, hint: 'The caller ended the call.' },
  CLOSED: { httpStatus: 503, retryable: false, hint: 'The fleet is closed or closing; create a new one.' },
  PROGRAM_MISSING: { httpStatus: 500, retryable: false, hint: 'Install the named program or correct its path.' },
  PROGRAM_FAILED: { httpStatus: 500, retryable: true, hint: 'Read the output of the program.' },
  NOT_READY: { httpStatus: 409, retryable: true, hint: 'Wait until it is ready; pods_list and events_list show why it is not.' },
  PORT_TAKEN: { httpStatus: 409, retryable: false, hint: 'Choose another local port, or 0 for a free one.' },
  TOO_MANY_OPEN: {
    httpStatus: 429,
    retryable: true,
    hint: 'End what is no longer needed (port_forward_list, port_forward_stop), then call again.',
  },
  EXEC_FAILED: {
    httpStatus: 422,
    retryable: false,
    hint: 'Check that the container runs and holds this program; the command is an argument list, not a shell line.',
  },
  AUDIT_FAILED: {
    httpStatus: 503,
    retryable: true,
    hint: 'The audit log cannot be written and the configuration requires it. Check its folder, its owner and the free space.',
  },
  FILE_FAILED: { httpStatus: 500, retryable: false, hint: 'Check the path, its owner, its mode and the free space.' },
  INTERNAL: { httpStatus: 500, retryable: false, hint: 'This is a defect of fleetwright; please report it with the request id.' },
} as const satisfies Record<string, ErrorCodeEntry>;

/** One of the keys of {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** The plain-data form of an error: what adapters put on the wire. Holds no secret and no stack. */
export interface FleetErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly retryable: boolean;
  readonly cluster?: string;
  readonly cause?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What may accompany a {@link FleetError}. */
export interface FleetErrorOptions {
  readonly cluster?: string | undefined;
  readonly cause?: unknown;
  /** Replaces the hint of the code where something more exact is known. */
  readonly hint?: string | undefined;
  /** Plain data for programs: valid names, problems, HTTP status of the cluster. Never a secret. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

const BRAND: unique symbol = Symbol.for('fleetwright.FleetError');

/**
 * The one error type of the library: a code from {@link ERROR_CODES}, the cluster it came from, and its cause.
 * @example
 * if (FleetError.isInstance(error) && error.code === 'NOT_FOUND') return undefined;
 */
export class FleetError extends Error {
  readonly [BRAND] = true;
  override readonly name = 'FleetError';
  /** What programs act on. */
  readonly code: ErrorCode;
  /** The cluster it came from, where one was involved. */
  readonly cluster: string | undefined;
  /** What to do, for people. */
  readonly hint: string;
  /** Plain data for programs: valid names, problems, HTTP status of the cluster. Never a secret. */
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, message: string, options: FleetErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.cluster = options.cluster;
    this.hint = options.hint ?? ERROR_CODES[code].hint;
    this.details = options.details;
  }

  /** Whether the same call may work later. */
  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }

  /** The HTTP status that stands for the code. */
  get httpStatus(): number {
    return ERROR_CODES[this.code].httpStatus;
  }

  /** True for every FleetError, also one made by another copy of this package. */
  static isInstance(value: unknown): value is FleetError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  /** The same error with the cluster it came from, when it did not name one yet. */
  withCluster(cluster: string): FleetError {
    if (this.cluster !== undefined) return this;
    return new FleetError(this.code, this.message, { cluster, cause: this.cause, hint: this.hint, details: this.details });
  }

  /** The error as plain data, its cause as text. What goes over a wire. */
  toJSON(): FleetErrorData {
    const cause = causeText(this.cause);
    return {
      code: this.code,
      message: this.message,
      hint: this.hint,
      retryable: this.retryable,
      ...(this.cluster === undefined ? {} : { cluster: this.cluster }),
      ...(cause === undefined ? {} : { cause }),
      ...(this.details === undefined ? {} : { details: this.details }),
    };
  }
}

/** Any thrown value as a FleetError: aborts become CANCELLED, the unknown becomes INTERNAL with the cause kept. */
export function toFleetError(thrown: unknown, cluster?: string): FleetError {
  if (FleetError.isInstance(thrown)) return cluster === undefined ? thrown : thrown.withCluster(cluster);
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return FleetError.isInstance(thrown.cause)
      ? toFleetError(thrown.cause, cluster)
      : new FleetError('CANCELLED', 'The call was cancelled.', { cluster, cause: thrown });
  }
  return new FleetError('INTERNAL', `Unexpected failure: ${causeText(thrown) ?? 'unknown'}`, { cluster, cause: thrown });
}

function causeText(cause: unknown): string | undefined {
  if (cause === undefined) return undefined;
  if (cause instanceof Error) return cause.message;
  return typeof cause === 'string' ? cause : undefined;
}
