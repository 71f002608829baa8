import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { FleetError } from '../errors.js';

/** One HTTP request, ready to be written. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, without the prefix of the server URL. */
  readonly target: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array | undefined;
  /** For messages: `list pods`. */
  readonly what: string;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** A complete answer, whatever its status. */
export interface WireResponse {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** An answer whose body is still to come. `finish` must be called when no more of it is wanted. */
export interface OpenResponse {
  readonly message: IncomingMessage;
  /** Ends the time limit; only the signal counts then. */
  readonly follow: () => void;
  readonly finish: () => void;
  /** Any failure while reading, as the error to throw. */
  readonly explain: (thrown: unknown) => FleetError;
}
