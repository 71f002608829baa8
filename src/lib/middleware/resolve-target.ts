import type { Call, Middleware } from '../call.js';
import { FleetError } from '../errors.js';
import type { Reach } from '../limits/reach.js';

/** Decides, once, on which cluster a cluster-scoped operation runs. It never falls back from a name that does not fit. */
export function resolveTarget(reachOf: (call: Call) => Reach): Middleware {
  return async (call, next) => {
    if (call.operation.scope !== 'cluster') return next(call);
    const { cluster: requested, ...input } = inputWithCluster(call.input);
    const { cluster, access } = await reachOf(call).target({ requested, caller: call.caller.id, effect: call.operation.effect });
    try {
      return { ...(await next({ ...call, input, target: cluster, targetAccess: access })), cluster: cluster.name };
    } catch (error) {
      throw FleetError.isInstance(error) ? error.withCluster(cluster.name) : error;
    }
  };
}

function inputWithCluster(input: unknown): { cluster?: string | undefined } {
  // The input has been parsed by the operation's closed schema, which declares `cluster` as an optional string.
  return input as { cluster?: string };
}
