import type { ClusterDescriptor } from './descriptor.js';
import type { ClusterStatus, Observed, UnreachableReason } from './status.js';
import { isForbiddenThere, type ProbeResult } from './status-probe.js';
import { withReport } from './reported-status.js';
import { unreachableReason } from './unreachable-reason.js';

/** A cluster that can be used no more, or again. */
export type Transition =
  | { readonly to: 'unreachable'; readonly reason: UnreachableReason; readonly message: string }
  | { readonly to: 'reachable'; readonly latencyMs: number };

type Facts = Omit<ClusterStatus, 'cluster' | 'environment' | 'stale' | 'reported'>;

/** Remembers what the last probe of each cluster learned, and older facts with their age. */
export class StatusBoard {
  readonly #facts = new Map<string, Facts>();
  readonly #reachable = new Map<string, boolean>();

  /** Takes in a probe. Returns a transition when the cluster became unreachable, or reachable again. */
  record(cluster: string, probe: ProbeResult): Transition | undefined {
    const before = this.#facts.get(cluster);
    const facts = mergeFacts(before, probe);
    this.#facts.set(cluster, facts);
    const was = this.#reachable.get(cluster);
    this.#reachable.set(cluster, probe.usable);
    if (!probe.usable && was !== false)
      return { to: 'unreachable', reason: facts.reason ?? 'connection', message: facts.error ?? 'No answer.' };
    return probe.usable && was === false ? { to: 'reachable', latencyMs: probe.latencyMs ?? 0 } : undefined;
  }

  /** The status as far as it is known; for a cluster that was never probed what is reported, else Unknown. */
  statusOf(cluster: ClusterDescriptor, stale: boolean): ClusterStatus {
    const facts = this.#facts.get(cluster.name) ?? { state: 'Unknown' as const };
    const status = { cluster: cluster.name, environment: cluster.environment, stale, ...facts };
    return withReport(status, cluster.reported, this.#reachable.get(cluster.name));
  }

  healthOf(cluster: ClusterDescriptor): 'ready' | 'notready' | 'unknown' {
    const { state } = this.statusOf(cluster, false);
    return state === 'Ready' ? 'ready' : state === 'NotReady' ? 'notready' : 'unknown';
  }

  /** Reported not to be ready, and no probe says otherwise: it will hardly answer. */
  isDoubtful({ name, reported }: ClusterDescriptor): boolean {
    return reported?.state === 'NotReady' && this.#reachable.get(name) !== true;
  }

  /** When a cluster was last probed (ISO 8601). */
  probedAt(cluster: string): string | undefined {
    return this.#facts.get(cluster)?.observedAt;
  }

  forget(cluster: string): void {
    this.#facts.delete(cluster);
    this.#reachable.delete(cluster);
  }
}

function mergeFacts(before: Facts | undefined, probe: ProbeResult): Facts {
  const { observedAt } = probe;
  const observed = <Value>(value: Value | undefined, earlier: Observed<Value> | undefined): Observed<Value> | undefined =>
    value === undefined ? earlier : { value, observedAt };
  const reason = probe.error === undefined ? undefined : unreachableReason(probe.error);
  const error = errorText(probe);
  return {
    state: stateOf(probe),
    observedAt,
    ...(reason === undefined ? {} : { reason }),
    ...(error === undefined ? {} : { error }),
    latencyMs: observed(probe.latencyMs, before?.latencyMs),
    version: observed(probe.version, before?.version),
    nodes: observed(probe.nodes, before?.nodes),
    namespaces: observed(probe.namespaces, before?.namespaces),
    certificates: observed(knownCertificates(probe), before?.certificates),
  };
}

/** Being forbidden to look at nodes says nothing against a cluster; failing to read them does. */
function stateOf(probe: ProbeResult): ClusterStatus['state'] {
  if (!probe.answered) return 'Unknown';
  if (!probe.usable || (probe.error !== undefined && probe.error.code !== 'FORBIDDEN')) return 'NotReady';
  return probe.nodes === undefined || probe.nodes.ready > 0 || probe.nodes.total === 0 ? 'Ready' : 'NotReady';
}

function errorText(probe: ProbeResult): string | undefined {
  if (probe.error !== undefined && isForbiddenThere(probe.error)) return `may not read ${probe.forbidden.join(', ')}`;
  if (probe.error !== undefined) return probe.error.message;
  return probe.nodes !== undefined && probe.nodes.ready === 0 && probe.nodes.total > 0 ? 'no node is ready' : undefined;
}

function knownCertificates(probe: ProbeResult): ProbeResult['certificates'] {
  const facts = probe.certificates;
  return facts?.serverNotAfter === undefined && facts?.clientNotAfter === undefined ? undefined : facts;
}
