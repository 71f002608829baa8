import { FleetError } from '../../src/index.js';

/** The FleetError a call fails with; fails the test when it succeeds or throws something else. */
export async function failureOf(call: Promise<unknown>): Promise<FleetError> {
  try {
    await call;
  } catch (thrown) {
    if (FleetError.isInstance(thrown)) return thrown;
    throw thrown;
  }
  throw new Error('The call succeeded.');
}
