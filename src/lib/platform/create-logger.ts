import { LOG_LEVELS, type Logger, type LogLevel } from './logger.js';
import { redact, redactText } from './redact.js';

/** How a logger writes. */
export interface LoggerOptions {
  /** Lines below this level are dropped. @default 'info' */
  readonly level?: LogLevel | undefined;
  /** One JSON object per line, or a line for people. @default 'json' */
  readonly format?: 'json' | 'readable' | undefined;
  /** Gets each whole line with its line break. @default standard error: standard output carries the protocol of stdio servers */
  readonly write?: ((line: string) => void) | undefined;
}

/** A logger that writes lines without secrets. It never throws: a line that cannot be written is lost, the caller goes on. */
export function createLogger({ level = 'info', format = 'json', write = writeToStandardError }: LoggerOptions = {}): Logger {
  const lowest = LOG_LEVELS.indexOf(level);
  const withStack = lowest <= LOG_LEVELS.indexOf('debug');
  return {
    log: (severity, message, fields = {}) => {
      if (LOG_LEVELS.indexOf(severity) < lowest) return;
      try {
        write(`${lineOf({ severity, message, fields, format, withStack })}\n`);
      } catch {
        // The log is the last place that could tell; nothing is left to say it to.
      }
    },
  };
}

interface LineParts {
  readonly severity: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly format: 'json' | 'readable';
  readonly withStack: boolean;
}

function lineOf({ severity, message, fields, format, withStack }: LineParts): string {
  const time = new Date().toISOString();
  const text = redactText(message);
  const safeFields = fieldsOf(fields, withStack);
  if (format === 'json') return JSON.stringify({ time, level: severity, message: text, ...safeFields }, plainValue);
  const pairs = Object.entries(safeFields).map(([key, value]) => ` ${key}=${readableValue(value)}`);
  return `${time} ${severity.toUpperCase().padEnd(5)} ${withoutControls(text)}${pairs.join('')}`;
}

/** Fields under names of the line itself would hide them. */
const OWN_NAMES = ['time', 'level', 'message'];

function fieldsOf(fields: Readonly<Record<string, unknown>>, withStack: boolean): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    const name = OWN_NAMES.includes(key) ? `${key}_` : key;
    try {
      const value = fields[key];
      // Redacted together with its key: what `token` holds is secret whatever it looks like.
      safe[name] = redact({ [key]: value instanceof Error ? plainError(value, withStack) : value })[key];
    } catch {
      safe[name] = '[unreadable]';
    }
  }
  return safe;
}

function plainError(error: Error, withStack: boolean): Record<string, unknown> {
  const cause = error.cause instanceof Error ? plainError(error.cause, false) : error.cause;
  return {
    name: error.name,
    message: error.message,
    ...('code' in error ? { code: error.code } : {}),
    ...(cause === undefined ? {} : { cause }),
    ...(withStack ? { stack: error.stack } : {}),
  };
}

function plainValue(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Error ? plainError(value, false) : value;
}

function readableValue(value: unknown): string {
  if (typeof value === 'string' && /^[\w.:/@+-]+$/.test(value)) return value;
  if (value === undefined || typeof value === 'function' || typeof value === 'symbol') return withoutControls(typeof value);
  return withoutControls(JSON.stringify(value, plainValue));
}

/** A value with a line break must not look like a line of its own. */
function withoutControls(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (control) =>
    JSON.stringify(control)
      .slice(1, -1)
      .replace(/^[^\\]$/, ' '),
  );
}

let standardErrorGuarded = false;

function writeToStandardError(line: string): void {
  if (!standardErrorGuarded) {
    standardErrorGuarded = true;
    // A reader that went away (EPIPE) must not end the process.
    process.stderr.on('error', () => undefined);
  }
  process.stderr.write(line);
}
