import { silentLogger, type Logger } from './logger.js';
import { redact, redactText } from './redact.js';

/** The logger of somebody else, behind the masking of secrets: a message may quote what a cluster or a listener said. */
export function redactingLogger(logger: Logger): Logger {
  if (logger === silentLogger) return logger;
  return {
    log: (level, message, fields) => {
      if (fields === undefined) logger.log(level, redactText(message));
      else logger.log(level, redactText(message), redact(fields));
    },
  };
}
