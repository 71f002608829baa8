/** Which cluster each caller chose. Bounded: the callers that were quiet longest are forgotten first. */
export class ActiveClusters {
  readonly #chosen = new Map<string, string>();
  readonly #capacity: number;

  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  get(caller: string): string | undefined {
    const cluster = this.#chosen.get(caller);
    if (cluster !== undefined) this.#touch(caller, cluster);
    return cluster;
  }

  /** Returns what the caller had chosen before. */
  set(caller: string, cluster: string): string | undefined {
    const previous = this.#chosen.get(caller);
    this.#touch(caller, cluster);
    const [oldest] = this.#chosen.keys();
    if (this.#chosen.size > this.#capacity && oldest !== undefined) this.#chosen.delete(oldest);
    return previous;
  }

  forget(caller: string): void {
    this.#chosen.delete(caller);
  }

  /** True when any caller has chosen the cluster. */
  has(cluster: string): boolean {
    for (const chosen of this.#chosen.values()) if (chosen === cluster) return true;
    return false;
  }

  // A Map keeps the order of insertion: the newest use goes last.
  #touch(caller: string, cluster: string): void {
    this.#chosen.delete(caller);
    this.#chosen.set(caller, cluster);
  }
}
