import { FleetError } from '../../errors.js';
import { parseJson } from '../../platform/plain-records.js';
import { recordsAt, textAt } from '../object-values.js';

/**
 * The exit code in the final status that an API server sends on channel 3 of an exec connection.
 * @throws FleetError EXEC_FAILED when the command did not run at all
 */
export function exitCodeOf(status: string, command: string): number {
  const answer = parseJson(status);
  if (textAt(answer, 'status') === 'Success') return 0;
  const exit = recordsAt(answer, 'details', 'causes').find(({ reason }) => reason === 'ExitCode');
  const code = Number(textAt(exit, 'message') ?? Number.NaN);
  if (Number.isInteger(code)) return code;
  const message = textAt(answer, 'message') ?? 'the server did not say how it ended';
  const reason = textAt(answer, 'reason');
  throw new FleetError('EXEC_FAILED', `${JSON.stringify(command)} did not run in the container: ${message.slice(0, 1000)}`, {
    details: reason === undefined ? undefined : { reason },
  });
}
