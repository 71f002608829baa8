/** The severities of log lines, least severe first. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
/** The severity of one log line. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What the library logs through. Any pino or console-like logger can be wrapped in these few lines. */
export interface Logger {
  /** One line; `fields` is plain data. What reaches a logger that a program passes is redacted. Must not throw. */
  log(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** The default: a library says nothing unless it is given a logger. */
export const silentLogger: Logger = { log: () => undefined };
