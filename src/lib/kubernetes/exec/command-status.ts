import { FleetError } from '../../errors.js';
import { isRecord, parseJson } from '../../platform/plain-records.js';

/**
 * The exit code in the final status that an API server sends on channel 3 of an exec connection.
 * @throws FleetError EXEC_FAILED when the command did not run at all
 */
export function exitCodeOf(status: string, command: string): number {
  const answer = parseJson(status);
  const parsed = isRecord(answer) ? answer : undefined;
  if (parsed?.['status'] === 'Success') return 0;
  const causes = isRecord(parsed?.['details']) && Array.isArray(parsed['details']['causes']) ? parsed['details']['causes'] : [];
  const exit: unknown = causes.find((cause) => isRecord(cause) && cause['reason'] === 'ExitCode');
  const code = isRecord(exit) ? Number(exit['message']) : Number.NaN;
  if (Number.isInteger(code)) return code;
  const message = typeof parsed?.['message'] === 'string' ? parsed['message'] : 'the server did not say how it ended';
  throw new FleetError('EXEC_FAILED', `${JSON.stringify(command)} did not run in the container: ${message.slice(0, 1000)}`, {
    details: typeof parsed?.['reason'] === 'string' ? { reason: parsed['reason'] } : undefined,
  });
}
