import { type FleetError, toFleetError } from '../lib/errors.js';
import { testingEnvironment } from './environment.js';
import { type LocalFleetOptions, planFleet } from './fleet-options.js';
import { findFleetPrograms } from './programs/fleet-programs.js';

/** Whether local control planes can run here; `reason` says why not, and is empty when they can. */
export interface ControlPlaneAvailability {
  readonly available: boolean;
  readonly reason: string;
}

/**
 * Finds out whether the programs that `options` need can be had on this machine, downloading or building them when they are missing.
 * @throws FleetError PROGRAM_MISSING instead of answering no, where REQUIRE_CONTROL_PLANE=1 is set.
 */
export async function controlPlanesAvailable(
  options: LocalFleetOptions = { clusters: [{ name: 'any' }] },
): Promise<ControlPlaneAvailability> {
  try {
    await findFleetPrograms(planFleet(options), { progress: options.progress, signal: options.signal });
    return { available: true, reason: '' };
  } catch (error) {
    const failure = toFleetError(error);
    if (testingEnvironment().controlPlaneRequired || !isAbsence(failure)) throw failure;
    return { available: false, reason: failure.message };
  }
}

function isAbsence(failure: FleetError): boolean {
  return failure.code === 'PROGRAM_MISSING' || failure.code === 'PROGRAM_FAILED';
}
