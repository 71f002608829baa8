import type { Caller, CallLimits, Fleet } from '../../../index.js';
import type { Frame } from './frame.js';

/** What callers with the same limits may be told. */
export interface Visibility {
  /** False while the clusters it rests on may have changed: `refresh` first. */
  readonly current: boolean;
  /** Grows with every change of the clusters that are visible. */
  readonly version: number;
  /** Learns the clusters anew. Those who ask at once share one answer. Throws FleetError when the limits allow no look at all. */
  refresh(caller: Caller): Promise<void>;
  sees(frame: Frame): boolean;
}

/** For who may see the whole fleet. */
export const SEES_ALL: Visibility = { current: true, version: 0, refresh: () => Promise.resolve(), sees: () => true };

/** True when no member of the limits can hide a cluster. */
export function seesWholeFleet({ clusters, grants }: CallLimits): boolean {
  return clusters === undefined && (grants?.some((grant) => grant.clusters === undefined && grant.toolsets === undefined) ?? true);
}

/**
 * What callers may see who may use some clusters only: the names that `clusters_list` shows them, which is judged where all calls
 * are. Learned again when the clusters of the fleet change.
 */
export class ConfinedVisibility implements Visibility {
  readonly #fleet: Fleet;
  readonly #limits: CallLimits;
  #names: ReadonlySet<string> = new Set();
  /** Also those that have gone: their end may be told to who knew of them. */
  readonly #everSeen = new Set<string>();
  #version = 0;
  readonly #changes: () => number;
  #readAt = -1;
  #reading: Promise<void> | undefined;

  /** @param changes counts the changes of the clusters of the fleet */
  constructor(fleet: Fleet, limits: CallLimits, changes: () => number) {
    this.#fleet = fleet;
    this.#limits = limits;
    this.#changes = changes;
  }

  get current(): boolean {
    return this.#readAt === this.#changes();
  }

  get version(): number {
    return this.#version;
  }

  async refresh(caller: Caller): Promise<void> {
    while (!this.current) {
      this.#reading ??= this.#read(caller).finally(() => {
        this.#reading = undefined;
      });
      await this.#reading;
    }
  }

  /** Events without a cluster are about the whole fleet. */
  sees({ name, clusters }: Frame): boolean {
    if (name === 'status-checked') return true;
    const known = name === 'cluster-removed' || name === 'status-removed' ? this.#everSeen : this.#names;
    return clusters.length > 0 && clusters.every((cluster) => known.has(cluster));
  }

  async #read(caller: Caller): Promise<void> {
    const readAt = this.#changes();
    const { output } = await this.#fleet.call({ operation: 'clusters_list', input: { limit: 0 }, caller, limits: this.#limits });
    const names = namesIn(output['clusters']);
    const isSame = names.length === this.#names.size && names.every((name) => this.#names.has(name));
    if (!isSame) {
      this.#names = new Set(names);
      for (const name of names) this.#everSeen.add(name);
      this.#version += 1;
    }
    this.#readAt = readAt;
  }
}

function namesIn(clusters: unknown): string[] {
  if (!Array.isArray(clusters)) return [];
  return clusters.flatMap((cluster: { readonly name?: unknown }) => (typeof cluster.name === 'string' ? cluster.name : []));
}
