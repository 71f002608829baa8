/** Interactive commands in pods over WebSockets. */
export interface ExecOptions {
  /** Milliseconds without a byte in either direction after which a session ends. @default 900000 */
  readonly idleMs?: number | undefined;
  /** Milliseconds that a session lasts at most. @default 28800000 */
  readonly longestMs?: number | undefined;
  /** Sessions at once. @default 50 */
  readonly maxSessions?: number | undefined;
  /** Bytes of one message of a client at most. @default 1048576 */
  readonly maxMessageBytes?: number | undefined;
}

/** The same, all of it. */
export type ExecSettings = { readonly [Key in keyof ExecOptions]-?: number };

const DEFAULT: ExecSettings = {
  idleMs: 15 * 60_000,
  longestMs: 8 * 60 * 60_000,
  maxSessions: 50,
  maxMessageBytes: 1024 * 1024,
};

export function execSettings(options: ExecOptions): ExecSettings {
  const { idleMs, longestMs, maxSessions, maxMessageBytes } = options;
  return {
    idleMs: idleMs ?? DEFAULT.idleMs,
    longestMs: longestMs ?? DEFAULT.longestMs,
    maxSessions: maxSessions ?? DEFAULT.maxSessions,
    maxMessageBytes: maxMessageBytes ?? DEFAULT.maxMessageBytes,
  };
}
