/** The severity of one log line, least severe first. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What the library logs through. Any pino or console-like logger can be wrapped in these few lines. */
export interface Logger {
  log(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** The default: a library says nothing unless it is given a logger. */
export const silentLogger: Logger = { log: () => undefined };
