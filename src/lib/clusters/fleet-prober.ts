import { FleetError, toFleetError } from '../errors.js';
import { abortFailure } from '../platform/abort.js';
import { sharedSignal } from '../platform/shared-signal.js';
import { SharedTasks } from '../platform/shared-task.js';
import { type BreakerState, HangBreaker } from './breaker.js';
import type { ClusterDescriptor } from './descriptor.js';
import { Lanes } from '../platform/lanes.js';
import type { ClusterSession } from './session.js';
import { StatusBoard, type Transition } from './status-board.js';
import { failedProbe, probeCluster, type ProbeResult } from './status-probe.js';

export interface FleetProberOptions {
  /** May throw when the cluster is gone meanwhile. */
  readonly session: (cluster: ClusterDescriptor) => ClusterSession;
  readonly onTransition: (cluster: ClusterDescriptor, transition: Transition, observedAt: string) => void;
  readonly concurrency: number;
  readonly timeoutMs: number;
}

/** How one round of probes runs. */
export interface ProbeRound {
  readonly signal: AbortSignal;
  readonly concurrency?: number | undefined;
  readonly timeoutMs?: number | undefined;
  /** Ask also those that the breaker would leave alone. */
  readonly force?: boolean | undefined;
}

/** Whether a cluster was asked, and with what outcome. */
export type ProbeOutcome =
  { readonly asked: true; readonly probe: ProbeResult } | { readonly asked: false; readonly why: 'cancelled' | 'held-back' };

// A healthy cluster far away answers well within this; a slower one may go on in the slow lane.
const MOVE_AFTER_MS = 1000;
const SLOW_LANE = 10;

/** Probes clusters side by side, each with a deadline of its own, and keeps those that hang out of the way of the others. */
export class FleetProber {
  readonly board = new StatusBoard();
  readonly #breaker = new HangBreaker();
  readonly #running = new SharedTasks<ProbeResult>();
  readonly #options: FleetProberOptions;
  readonly #lanes: Lanes;

  constructor(options: FleetProberOptions) {
    this.#options = options;
    this.#lanes = lanesOf(options.concurrency);
  }

  /** Probes all of them; `onOutcome` hears of each as it ends. */
  async probeAll(
    clusters: readonly ClusterDescriptor[],
    round: ProbeRound,
    onOutcome: (cluster: ClusterDescriptor, outcome: ProbeOutcome) => void,
  ): Promise<void> {
    const lanes = round.concurrency === undefined ? this.#lanes : lanesOf(round.concurrency);
    const { held, slow } = this.#outOfTheWay(clusters);
    await Promise.all(
      clusters.map(async (cluster) => {
        if (round.force !== true && held.has(cluster)) {
          onOutcome(cluster, { asked: false, why: 'held-back' });
          return;
        }
        const lane = slow.has(cluster) || held.has(cluster) ? 'slow' : 'main';
        const probe = await lanes.run(lane, () => this.#probe(cluster, round), round.signal);
        onOutcome(cluster, probe === undefined ? { asked: false, why: 'cancelled' } : { asked: true, probe });
      }),
    );
  }

  /**
   * Clusters that hung a moment ago, to be left alone, and those that will hardly answer: as many of them as fit into the slow lane at
   * once, those first that were not asked for longest. No queue of sluggards: a round would last as long as all of them hang.
   */
  #outOfTheWay(clusters: readonly ClusterDescriptor[]): Record<'held' | 'slow', ReadonlySet<ClusterDescriptor>> {
    const stateOf = (cluster: ClusterDescriptor): BreakerState => this.#breaker.stateOf(cluster.name);
    const open = clusters.filter((cluster) => stateOf(cluster) === 'open');
    const hardly = clusters
      .filter((cluster) => stateOf(cluster) === 'half-open' || (stateOf(cluster) === 'closed' && this.board.isDoubtful(cluster)))
      .map((cluster) => ({ cluster, probedAt: this.board.probedAt(cluster.name) ?? '' }))
      .sort((left, right) => Number(left.probedAt > right.probedAt) - Number(left.probedAt < right.probedAt))
      .map(({ cluster }) => cluster);
    return { held: new Set([...open, ...hardly.slice(SLOW_LANE)]), slow: new Set(hardly.slice(0, SLOW_LANE)) };
  }

  forget(cluster: string): void {
    this.board.forget(cluster);
    this.#breaker.answered(cluster);
  }

  /** Callers that ask for the same cluster at once share one probe. Undefined when the caller gave up. */
  async #probe(cluster: ClusterDescriptor, round: ProbeRound): Promise<ProbeResult | undefined> {
    const timeoutMs = round.timeoutMs ?? this.#options.timeoutMs;
    const key = `${String(timeoutMs)} ${cluster.fingerprint} ${cluster.name}`;
    try {
      return await this.#running.run(key, (shared) => this.#probeNow(cluster, timeoutMs, shared), round.signal);
    } catch (thrown) {
      if (round.signal.aborted) return undefined;
      throw thrown;
    }
  }

  async #probeNow(cluster: ClusterDescriptor, timeoutMs: number, abandoned: AbortSignal): Promise<ProbeResult> {
    const deadline = new AbortController();
    const timer = setTimeout(() => {
      deadline.abort(
        new FleetError('TIMEOUT', `Cluster ${JSON.stringify(cluster.name)} did not answer within ${String(timeoutMs / 1000)} s.`, {
          cluster: cluster.name,
        }),
      );
    }, timeoutMs);
    const signal = sharedSignal(abandoned, deadline.signal);
    try {
      const probe = await this.#probeSession(cluster, signal);
      if (abandoned.aborted) throw abortFailure(abandoned, 'probe it', cluster.name);
      this.#record(cluster, probe);
      return probe;
    } finally {
      clearTimeout(timer);
    }
  }

  #probeSession(cluster: ClusterDescriptor, signal: AbortSignal): Promise<ProbeResult> {
    let session: ClusterSession;
    try {
      session = this.#options.session(cluster);
    } catch (thrown) {
      return Promise.resolve(failedProbe(toFleetError(thrown, cluster.name)));
    }
    return probeCluster(session, signal);
  }

  #record(cluster: ClusterDescriptor, probe: ProbeResult): void {
    if (probe.error?.code === 'TIMEOUT') this.#breaker.hung(cluster.name);
    else this.#breaker.answered(cluster.name);
    const transition = this.board.record(cluster.name, probe);
    if (transition !== undefined) this.#options.onTransition(cluster, transition, probe.observedAt);
  }
}

function lanesOf(concurrency: number): Lanes {
  return new Lanes({ main: concurrency, slow: SLOW_LANE, moveAfterMs: MOVE_AFTER_MS });
}
