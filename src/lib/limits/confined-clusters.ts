import type { ClusterManager } from '../cluster-manager.js';
import type { StatusOptions } from '../clusters/look-options.js';
import { readWithin, type Limited, type Within } from './clusters-within.js';
import type { ClusterDescriptor } from '../clusters/descriptor.js';
import type { TargetRequest } from '../clusters/resolve-target.js';
import type { SourceFailure } from '../clusters/source.js';
import type { FleetClusters } from '../context.js';
import { grantsOf, type CallLimits, type ClusterLimit } from './call-limits.js';
import { FleetError } from '../errors.js';
import { noneSelected } from './outside-limits.js';
import { refreshWithin } from './refresh-within.js';

/** Some clusters of a fleet as if they were all of it: another one cannot be named, and selectors choose among these only. */
export function confineClusters(manager: ClusterManager, limited: Limited): FleetClusters {
  // Read anew each time: a fleet operation may last for minutes, and clusters come and go.
  const within = (): Promise<Within> => readWithin(manager, limited);
  const resolve = async (name: string): Promise<ClusterDescriptor> => (await within()).find(name);
  return {
    list: async (options) => {
      const { has } = await within();
      return (await manager.list(options)).filter(has);
    },
    get: async (name, options) => manager.get((await resolve(name)).name, options),
    resolve,
    failures: () => failuresWithin(manager, limited.limits),
    select: async (selector, options) => manager.select(selector, { ...options, within: await within() }),
    setActive: async (name, ofCaller) => manager.setActive((await resolve(name)).name, ofCaller),
    active: (ofCaller) => manager.active(ofCaller),
    resolveTarget: async (request) => targetWithin(manager, await within(), request),
    status: async (options) => manager.status({ ...options, ...(await probeWithin(manager, await within(), options)) }),
    detail: async (name, signal) => manager.detail((await resolve(name)).name, signal),
    refreshStatus: async () => refreshWithin(await manager.refreshStatus(), await within()),
  };
}

/** A broken entry has no facts that a selector could be held against: it shows only to callers whose limits name it. */
function failuresWithin(manager: ClusterManager, limits: CallLimits): readonly SourceFailure[] {
  const grants = grantsOf(limits);
  return manager.failures().filter(({ cluster }) => {
    const names = (limit: ClusterLimit | undefined): boolean =>
      limit === undefined || limit === cluster || (typeof limit !== 'string' && cluster !== undefined && limit.includes(cluster));
    return cluster !== undefined && names(limits.clusters) && grants.some((grant) => names(grant.clusters));
  });
}

/** The cluster that is named, else the caller's active one, else the default of the fleet or, for reads, the only one of the caller. */
export async function targetWithin(manager: ClusterManager, within: Within, request: TargetRequest): Promise<ClusterDescriptor> {
  const chosen = request.requested ?? manager.active(request.caller);
  if (chosen !== undefined) return within.find(chosen);
  const fallback = await manager.resolveTarget(request).catch((thrown: unknown) => {
    // Why there is no default is said in the words, and with the names, of the whole fleet.
    if (FleetError.isInstance(thrown)) return undefined;
    throw thrown;
  });
  if (fallback !== undefined && within.has(fallback)) return fallback;
  const [only] = within.clusters;
  if (only !== undefined && within.clusters.length === 1 && request.effect === 'read') return only;
  throw noneSelected(within.clusters.map(({ name }) => name));
}

async function probeWithin(manager: ClusterManager, within: Within, options: StatusOptions = {}): Promise<StatusOptions> {
  const { clusters: asked, caller, force } = options;
  if (typeof asked === 'object') return { clusters: asked.map((name) => within.find(name).name) };
  const selection = await manager.select(asked, { caller, within });
  return { clusters: selection.clusters.map(({ name }) => name), force: force ?? false };
}
