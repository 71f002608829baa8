import type { RegistryView } from './registry-view.js';

/** When a cluster was last seen in its source. */
export interface Sighting {
  readonly name: string;
  /** In the last listing of its source. */
  readonly active: boolean;
  /** ISO 8601. */
  readonly lastSeen: string;
  readonly inactiveSince?: string | undefined;
  /** The source was listed and did not show it. */
  readonly removedFromSource?: boolean | undefined;
}

/** Remembers clusters beyond their removal; the longest gone are forgotten beyond a thousand. */
export class Sightings {
  #seen = new Map<string, Sighting>();

  note(view: RegistryView, at: string): void {
    const gone = [...this.#seen.values()]
      .filter(({ name }) => !view.entries.has(name))
      .map((sighting) => ({ ...sighting, active: false, inactiveSince: sighting.inactiveSince ?? at, removedFromSource: true }))
      // Of those that went in the same moment, by name: an order that does not depend on the clock.
      .sort((left, right) => byText(left.inactiveSince, right.inactiveSince) || byText(left.name, right.name))
      .slice(-MAX_GONE);
    const present = [...view.entries].map(([name, { stale }]): Sighting => {
      if (stale === undefined) return { name, active: true, lastSeen: at };
      const lastSeen = this.#seen.get(name)?.lastSeen ?? stale.since;
      return { name, active: false, lastSeen, inactiveSince: stale.since, ...(stale.why === 'held' ? { removedFromSource: true } : {}) };
    });
    this.#seen = new Map([...present, ...gone].map((sighting) => [sighting.name, sighting]));
  }

  all(): readonly Sighting[] {
    return [...this.#seen.values()];
  }
}

const MAX_GONE = 1000;

function byText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
