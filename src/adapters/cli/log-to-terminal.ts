import { LOG_LEVELS, redactText, type Logger, type LogLevel } from '../../index.js';
import type { Terminal } from './terminal.js';

/** Log lines on standard error, from `least` on: the time, the level, the message, the fields as JSON. */
export function logToTerminal(least: LogLevel, terminal: Terminal): Logger {
  const from = LOG_LEVELS.indexOf(least);
  return {
    log: (level, message, fields) => {
      if (LOG_LEVELS.indexOf(level) < from) return;
      const facts = fields === undefined ? '' : ` ${JSON.stringify(fields)}`;
      terminal.tell(redactText(`${new Date().toISOString()} ${level} ${message}${facts}`));
    },
  };
}
