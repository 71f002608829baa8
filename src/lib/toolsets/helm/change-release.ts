import type { ClusterContext } from '../../context.js';
import { FleetError, toFleetError } from '../../errors.js';
import type { Helm } from './open-helm.js';
import { releaseLine, releaseRow, type ReleaseOutput } from './release-output.js';

/**
 * Runs what changes a release. A failure says what state the release is in afterwards: a helm that fails has often done a part.
 * @throws FleetError
 */
export async function changeRelease<Result>(
  context: ClusterContext,
  helm: Helm,
  name: string,
  change: () => Promise<Result>,
): Promise<Result> {
  try {
    return await change();
  } catch (thrown) {
    const error = toFleetError(thrown);
    if (context.signal.aborted || BEFORE_ANYTHING.has(error.code)) throw error;
    const release = await stateOf(helm, name);
    const state =
      release === undefined
        ? `There is no release ${helm.namespace}/${name} now.`
        : `Now: ${releaseLine({ ...release, description: undefined })}.`;
    throw new FleetError(error.code, `${error.message} ${state}`, {
      cause: error.cause,
      hint: error.hint,
      details: { ...error.details, release: release ?? null },
    });
  }
}

/** Errors of what comes before helm reaches for the release. */
const BEFORE_ANYTHING: ReadonlySet<FleetError['code']> = new Set(['PROGRAM_MISSING', 'FILE_FAILED', 'CANCELLED', 'CLOSED']);

/** Undefined when there is none, or when it cannot be read any more. */
async function stateOf(helm: Helm, name: string): Promise<ReleaseOutput | undefined> {
  try {
    const rows = await helm.json({ command: ['history', '--max=1'], operands: [name] });
    return Array.isArray(rows) && rows.length > 0 ? releaseRow(rows[0], { name, namespace: helm.namespace }) : undefined;
  } catch {
    return undefined;
  }
}
