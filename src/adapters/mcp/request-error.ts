/** JSON-RPC: the parameters name something that does not exist or may not be asked for. */
export const INVALID_PARAMS = -32602;
/** JSON-RPC: the request was fine and could not be answered. */
export const INTERNAL_ERROR = -32603;

/** A failed request in JSON-RPC terms. Both SDK lines put `code`, `message` and `data` of a thrown error on the wire. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.data = data;
  }
}
