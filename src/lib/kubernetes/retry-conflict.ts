import { FleetError } from '../errors.js';

/** How often to look again when an object changes between our look and our write, as nodes do all the time. */
const ATTEMPTS = 4;

/** Runs a change that reads, decides and writes; anew when somebody else wrote in between. */
export async function retryConflict<Result>(change: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await change();
    } catch (thrown) {
      const moved = FleetError.isInstance(thrown) && thrown.code === 'CONFLICT' && thrown.details?.['httpStatus'] === 409;
      if (!moved || attempt === ATTEMPTS) throw thrown;
    }
  }
}
