import { wireGuard, type AccessRules } from './access-policy.js';
import type { Call, Next, Outcome } from './call.js';
import type { Catalog } from './catalog.js';
import type { ClusterManager } from './cluster-manager.js';
import type { ClusterContext, FleetClusters, FleetContext, KeptByCaller, OperationContext } from './context.js';
import { FleetError } from './errors.js';
import type { Operation, PlannedCalls } from './operation.js';
import type { OperationSettings } from './operation-settings.js';
import type { Logger } from './platform/logger.js';

/** What handlers reach through their context. */
export interface InvokeDependencies {
  readonly clusters: ClusterManager;
  /** What a fleet operation sees: the clusters, or those within the limits of its call. */
  readonly clustersOf: (call: Call) => FleetClusters;
  readonly rules: AccessRules;
  readonly logger: Logger;
  readonly keptBy: (caller: string) => KeptByCaller;
  readonly settings: OperationSettings;
  readonly ranchers: FleetContext['ranchers'];
  readonly operations: Pick<Catalog, 'get' | 'list'>;
  /** Runs another operation on one cluster for the same caller. */
  readonly callOn: (call: Call, ...rest: Parameters<FleetContext['call']>) => ReturnType<FleetContext['call']>;
}

/** The innermost step: builds the context that the operation's scope asks for and runs its handler. */
export function invoke(dependencies: InvokeDependencies): Next {
  return async (call) => {
    const { operation } = call;
    // What a command writes to its caller is not masked on the way.
    if (call.interactive !== undefined) call.notes.revealed = true;
    if (isClusterOperation(operation)) {
      const context = await clusterContext(dependencies, call, baseContext(dependencies, call));
      return answered(await operation.handler(context, inputOf(call)), context.cluster.cluster.name);
    }
    if (!isFleetOperation(operation)) throw new FleetError('INTERNAL', `Operation ${operation.name} has no known scope.`);
    return { output: await operation.handler(fleetContext(dependencies, call), inputOf(call)) };
  };
}

/** The calls that an operation says it will make; none where it makes none, or says nothing. */
export async function plannedCalls(dependencies: InvokeDependencies, call: Call): Promise<readonly PlannedCalls[]> {
  const planned = call.operation.calls?.(fleetContext(dependencies, call), inputOf(call));
  return (await planned) ?? [];
}

function fleetContext(dependencies: InvokeDependencies, call: Call): FleetContext {
  const clusters = dependencies.clustersOf(call);
  return {
    ...baseContext(dependencies, call),
    clusters,
    operations: {
      get: (name) => dependencies.operations.get(name),
      list: () => dependencies.operations.list(call.limits),
    },
    ranchers: dependencies.ranchers,
    isLimited: clusters !== dependencies.clusters,
    call: (...rest) => dependencies.callOn(call, ...rest),
  };
}

function baseContext(dependencies: InvokeDependencies, call: Call): OperationContext {
  return {
    requestId: call.requestId,
    caller: call.caller,
    signal: call.signal,
    logger: dependencies.logger,
    kept: dependencies.keptBy(call.caller.id),
    settings: dependencies.settings,
    progress: call.progress,
    interactive: call.interactive,
  };
}

async function clusterContext(dependencies: InvokeDependencies, call: Call, base: OperationContext): Promise<ClusterContext> {
  const { target, operation } = call;
  if (target === undefined) throw new FleetError('INTERNAL', `${operation.name} reached its handler without a cluster.`);
  const cluster = await dependencies.clusters.session(target.name, {
    allow: await wireGuard(dependencies.rules, operation, target, call.targetAccess),
  });
  return { ...base, cluster };
}

function answered(output: Readonly<Record<string, unknown>>, cluster: string): Outcome {
  return { output: { cluster, ...output }, cluster };
}

function inputOf(call: Call): Record<string, unknown> {
  // Parsed by the operation's own schema in validate-input.
  return call.input as Record<string, unknown>;
}

function isClusterOperation(operation: Operation): operation is Operation<string, 'cluster'> {
  return operation.scope === 'cluster';
}

function isFleetOperation(operation: Operation): operation is Operation<string, 'fleet' | 'local'> {
  return operation.scope !== 'cluster';
}
