import { authenticationProblems, optionsError, type OptionProblem } from '../http/check-authentication.js';
import type { RestOptions } from './options.js';

/** @throws FleetError CONFIG_INVALID with every problem in `details.problems` */
export function checkOptions(options: RestOptions): void {
  const problems = [...authenticationProblems(options), ...numberProblems(options)];
  if (problems.length > 0) throw optionsError('The REST options cannot be used', problems);
}

function numberProblems({ rateLimit, maxBodyBytes, heartbeatMs, statusIntervalMs, exec }: RestOptions): OptionProblem[] {
  const limit = rateLimit === false ? undefined : rateLimit;
  const numbers = {
    'rateLimit.requests': limit?.requests,
    'rateLimit.windowMs': limit?.windowMs,
    maxBodyBytes,
    heartbeatMs,
    statusIntervalMs,
    'exec.idleMs': exec?.idleMs,
    'exec.longestMs': exec?.longestMs,
    'exec.maxSessions': exec?.maxSessions,
    'exec.maxMessageBytes': exec?.maxMessageBytes,
  };
  return Object.entries(numbers).flatMap(([key, value]) =>
    value === undefined || (Number.isInteger(value) && value > 0) ? [] : [{ key, message: 'is not a whole number above 0' }],
  );
}
