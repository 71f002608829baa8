import type { CallLimits } from './call.js';
import type { ClusterManager, StatusOptions } from './cluster-manager.js';
import type { ClusterInfo } from './clusters/cluster-info.js';
import type { ClusterDescriptor } from './clusters/descriptor.js';
import type { TargetRequest } from './clusters/resolve-target.js';
import type { SourceFailure } from './clusters/source.js';
import type { FleetClusters } from './context.js';
import { FleetError } from './errors.js';
import { didYouMean } from './platform/nearest.js';

type ClusterLimit = NonNullable<CallLimits['clusters']>;

/** Some clusters of a fleet as if they were all of it. Naming another one is refused; selectors choose among these only. */
export function confineClusters(clusters: ClusterManager, limit: ClusterLimit, caller: string): FleetClusters {
  const within = (): Promise<Within> => readWithin(clusters, limit, caller);
  const resolve = async (name: string): Promise<ClusterDescriptor> => (await within()).find(name);
  return {
    list: async (options) => {
      const { has } = await within();
      return (await clusters.list(options)).filter(has);
    },
    get: async (name, options) => clusters.get((await resolve(name)).name, options),
    resolve,
    failures: () => failuresWithin(clusters, limit),
    select: async (selector, options) => clusters.select(selector, { ...options, within: await within() }),
    setActive: async (name, ofCaller) => clusters.setActive((await resolve(name)).name, ofCaller),
    active: (ofCaller) => clusters.active(ofCaller),
    resolveTarget: async (request) => targetWithin(clusters, await within(), request),
    status: async (options) => clusters.status({ ...options, ...(await probeWithin(clusters, await within(), options)) }),
    detail: async (name, signal) => clusters.detail((await resolve(name)).name, signal),
    refreshStatus: async () => {
      const { has } = await within();
      const status = await clusters.refreshStatus();
      return {
        ...status,
        clusters: status.clusters.filter(has),
        // What a summary says of other clusters is not for this caller.
        history: status.history.map((report) => ({
          ...report,
          summary: report.outcome,
          failed: report.failed.filter(({ cluster: name }) => name !== undefined && has({ name })),
        })),
      };
    },
  };
}

interface Within {
  readonly clusters: readonly ClusterDescriptor[];
  readonly has: (cluster: { readonly name: string }) => boolean;
  /** @throws FleetError OPERATION_NOT_ALLOWED, CLUSTER_UNKNOWN */
  readonly find: (name: string) => ClusterDescriptor;
}

async function readWithin(clusters: ClusterManager, limit: ClusterLimit, caller: string): Promise<Within> {
  const infos = await clusters.list();
  const selection = await clusters.select(typeof limit === 'string' ? limit : undefined, { caller });
  const listed = typeof limit === 'string' ? undefined : namesOf(infos, new Set(limit));
  const allowed = new Map(selection.clusters.filter(({ name }) => listed?.has(name) ?? true).map((cluster) => [cluster.name, cluster]));
  const find = (requested: string): ClusterDescriptor => {
    const name = infos.find((info) => info.name === requested || info.aliases.includes(requested))?.name;
    const cluster = allowed.get(name ?? '');
    if (cluster !== undefined) return cluster;
    throw (
      failuresWithin(clusters, limit).find((failure) => failure.cluster === requested)?.error ??
      notAmong(requested, [...allowed.keys()], name !== undefined)
    );
  };
  return { clusters: [...allowed.values()], has: ({ name }) => allowed.has(name), find };
}

/** The clusters that carry one of the names, also as an alias. */
function namesOf(infos: readonly ClusterInfo[], wanted: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(infos.filter(({ name, aliases }) => [name, ...aliases].some((each) => wanted.has(each))).map(({ name }) => name));
}

/** A broken entry has no facts that a selector could be held against: it shows only to callers whose limit names it. */
function failuresWithin(clusters: ClusterManager, limit: ClusterLimit): readonly SourceFailure[] {
  return clusters.failures().filter(({ cluster }) => cluster !== undefined && typeof limit !== 'string' && limit.includes(cluster));
}

async function targetWithin(clusters: ClusterManager, within: Within, request: TargetRequest): Promise<ClusterDescriptor> {
  const chosen = request.requested ?? clusters.active(request.caller);
  if (chosen !== undefined) return within.find(chosen);
  const fallback = await clusters.resolveTarget(request).catch((thrown: unknown) => {
    if (FleetError.isInstance(thrown) && thrown.code === 'CLUSTER_NOT_SELECTED') return undefined;
    throw thrown;
  });
  if (fallback !== undefined && within.has(fallback)) return fallback;
  const [only] = within.clusters;
  if (only !== undefined && within.clusters.length === 1 && request.effect === 'read') return only;
  const names = within.clusters.map(({ name }) => name);
  throw new FleetError('CLUSTER_NOT_SELECTED', `No cluster was named and none is active. ${usable(names)}`, {
    details: { clusters: names.slice(0, MAX_NAMES), total: names.length },
  });
}

async function probeWithin(clusters: ClusterManager, within: Within, options: StatusOptions = {}): Promise<StatusOptions> {
  const { clusters: asked, caller, force } = options;
  if (typeof asked === 'object') return { clusters: asked.map((name) => within.find(name).name) };
  const selection = await clusters.select(asked, { caller, within });
  return { clusters: selection.clusters.map(({ name }) => name), force: force ?? false };
}

function notAmong(requested: string, names: readonly string[], exists: boolean): FleetError {
  const shown = JSON.stringify(requested.slice(0, 100));
  const details = { requested: requested.slice(0, 100), clusters: names.slice(0, MAX_NAMES), total: names.length };
  return exists
    ? new FleetError(
        'OPERATION_NOT_ALLOWED',
        `The cluster ${shown} is outside the limits of this caller. ${usable(names)} Nothing was done.`,
        {
          details,
        },
      )
    : new FleetError('CLUSTER_UNKNOWN', `There is no cluster ${shown}.${didYouMean(requested, names)} ${usable(names)}`, { details });
}

const MAX_NAMES = 20;

function usable(names: readonly string[]): string {
  if (names.length === 0) return 'This caller may use none of the known clusters.';
  const more = names.length > MAX_NAMES ? `, and ${names.length - MAX_NAMES} more` : '';
  return `This caller may use: ${names.slice(0, MAX_NAMES).join(', ')}${more}.`;
}
