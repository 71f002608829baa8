import pLimit from 'p-limit';
import type { CallResult, CoverageOutcome, FleetContext } from '../../context.js';
import { FleetError, toFleetError } from '../../errors.js';

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

/** Runs the operation on every cluster, some at a time. Never throws for one cluster; the order of the answer is the order asked. */
export async function execOnEach(context: FleetContext, request: EachRequest): Promise<EachResult[]> {
  const stop = new AbortController();
  const forward = (): void => {
    stop.abort(context.signal.reason);
  };
  if (context.signal.aborted) forward();
  else context.signal.addEventListener('abort', forward, { once: true });
  const limit = pLimit(request.concurrency);
  let done = 0;
  try {
    return await Promise.all(
      request.clusters.map((cluster) =>
        limit(async () => {
          const each = await execOnOne(context, request, cluster, stop.signal);
          done += 1;
          context.progress({ done, total: request.clusters.length, message: `${cluster.name}: ${each.error?.code ?? each.outcome}` });
          if (request.failFast && each.error !== undefined && each.outcome !== 'skipped') stop.abort(each.error);
          return each;
        }),
      ),
    );
  } finally {
    context.signal.removeEventListener('abort', forward);
  }
}

async function execOnOne(context: FleetContext, request: EachRequest, cluster: EachRequest['clusters'][number], stop: AbortSignal): Promise<EachResult> {
  if (stop.aborted) return skipped(cluster.name);
  const timer = new AbortController();
  const timeout = setTimeout(() => {
    timer.abort(new FleetError('TIMEOUT', `${cluster.name} did not answer ${request.operation} within ${String(request.timeoutMs)} ms.`, { cluster: cluster.name }));
  }, request.timeoutMs);
  const cancel = (): void => {
    timer.abort(stop.reason);
  };
  stop.addEventListener('abort', cancel, { once: true });
  try {
    const result = await context.call(request.operation, cluster.name, request.parameters, timer.signal);
    return { cluster: cluster.name, outcome: cluster.stale ? 'stale' : 'ok', result };
  } catch (thrown) {
    if (stop.aborted) return skipped(cluster.name);
    const error = toFleetError(thrown, cluster.name);
    return { cluster: cluster.name, outcome: isDenied(error) ? 'denied' : 'failed', error };
  } finally {
    clearTimeout(timeout);
    stop.removeEventListener('abort', cancel);
  }
}

function skipped(cluster: string): EachResult {
  return { cluster, outcome: 'skipped', error: new FleetError('CANCELLED', 'Not asked: the run was stopped before.', { cluster }) };
}

function isDenied(error: FleetError): boolean {
  return ['FORBIDDEN', 'UNAUTHORIZED', 'SESSION_EXPIRED', 'OPERATION_NOT_ALLOWED'].includes(error.code);
}
