import type { CallResult, CoverageOutcome, FleetContext } from '../../context.js';
import { FleetError, toFleetError } from '../../errors.js';
import { formatDuration } from '../../platform/duration.js';
import { Lanes } from '../../platform/lanes.js';
import { sharedSignal } from '../../platform/shared-signal.js';

/** One operation to run on several clusters. */
export interface EachRequest {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly clusters: readonly { readonly name: string; readonly stale: boolean }[];
  readonly failFast: boolean;
  readonly concurrency: number;
  /** Milliseconds each cluster may take. */
  readonly timeoutMs: number;
}

/** What became of one cluster. */
export interface EachResult {
  readonly cluster: string;
  readonly outcome: CoverageOutcome;
  readonly result?: CallResult;
  readonly error?: FleetError;
}

/** A call that takes longer gives its place to others and goes on beside them. */
const MOVE_AFTER_MS = 1000;
const SLOW_LANE = 10;

/** Runs the operation on every cluster, some at a time. Never throws for one cluster; the order of the answer is the order asked. */
export async function execOnEach(context: FleetContext, request: EachRequest): Promise<EachResult[]> {
  const failed = new AbortController();
  const stop = sharedSignal(context.signal, failed.signal);
  const lanes = new Lanes({ main: request.concurrency, slow: SLOW_LANE, moveAfterMs: MOVE_AFTER_MS });
  let done = 0;
  return Promise.all(
    request.clusters.map(async (cluster) => {
      const each = (await lanes.run('main', () => execOnOne(context, request, cluster, stop), stop)) ?? skipped(cluster.name);
      done += 1;
      context.progress({ done, total: request.clusters.length, message: `${cluster.name}: ${each.error?.code ?? each.outcome}` });
      if (request.failFast && each.error !== undefined && each.outcome !== 'skipped') failed.abort(each.error);
      return each;
    }),
  );
}

async function execOnOne(
  context: FleetContext,
  request: EachRequest,
  cluster: EachRequest['clusters'][number],
  stop: AbortSignal,
): Promise<EachResult> {
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    deadline.abort(timedOut(cluster.name, request));
  }, request.timeoutMs);
  try {
    const result = await context.call(request.operation, cluster.name, request.parameters, sharedSignal(stop, deadline.signal));
    return { cluster: cluster.name, outcome: cluster.stale ? 'stale' : 'ok', result };
  } catch (thrown) {
    if (stop.aborted) return skipped(cluster.name);
    const error = toFleetError(thrown, cluster.name);
    return { cluster: cluster.name, outcome: isDenied(error) ? 'denied' : 'failed', error };
  } finally {
    clearTimeout(timer);
  }
}

function timedOut(cluster: string, { operation, timeoutMs }: EachRequest): FleetError {
  return new FleetError('TIMEOUT', `${cluster} did not answer ${operation} within ${formatDuration(timeoutMs)}.`, { cluster });
}

function skipped(cluster: string): EachResult {
  return { cluster, outcome: 'skipped', error: new FleetError('CANCELLED', 'Not asked: the run was stopped before.', { cluster }) };
}

function isDenied(error: FleetError): boolean {
  return ['FORBIDDEN', 'UNAUTHORIZED', 'SESSION_EXPIRED', 'OPERATION_NOT_ALLOWED'].includes(error.code);
}
