import { FleetError, toFleetError } from '../../../errors.js';
import { boundDiffs, countStatuses, type ApplyResult } from './apply-result.js';
import type { PlannedManifest } from './plan-manifests.js';

/** An object could not be applied: what was done before it stays done, what follows was not attempted. */
export function incompleteApply(thrown: unknown, done: readonly ApplyResult[], planned: readonly PlannedManifest[]): FleetError {
  const error = toFleetError(thrown);
  const results = planned.map(({ manifest, target }, index): ApplyResult => {
    const { document, kind, name } = manifest;
    const namespace = target?.namespace ?? manifest.namespace;
    const named = { document, kind, ...(namespace === undefined ? {} : { namespace }), name };
    if (index > done.length) return { ...named, status: 'not attempted' };
    return done[index] ?? { ...named, status: 'failed', message: error.message };
  });
  const failed = planned[done.length]?.manifest;
  const where = `Document ${String(failed?.document ?? 0)} of ${String(planned.length)} (line ${String(failed?.line ?? 0)})`;
  const counts = planned.length === 1 ? '' : ` In all: ${countStatuses(results)}.`;
  return withResults(error, `${where} failed: ${error.message}${counts}`, results);
}

/** All objects were applied, but one is not what was waited for. */
export function incompleteWait(thrown: unknown, results: readonly ApplyResult[], index: number): FleetError {
  const error = toFleetError(thrown);
  const message = `Everything was applied (${countStatuses(results)}), but the wait failed. ${error.message}`;
  const stated = results.map((result, at) => (at === index ? { ...result, message: error.message } : result));
  return withResults(error, message, stated);
}

function withResults(error: FleetError, message: string, results: readonly ApplyResult[]): FleetError {
  const { code, cluster, hint, details } = error;
  return new FleetError(code, message, { cluster, cause: error, hint, details: { ...details, results: boundDiffs(results) } });
}
