import { FleetError } from '../errors.js';

/** Parameters that do not go together, or a value that cannot be. */
export function inputError(parameter: string, message: string): FleetError {
  return new FleetError('INPUT_INVALID', `${message} Nothing was done.`, { details: { parameter } });
}
