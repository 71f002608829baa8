import type { CallLimits, Fleet } from '../../../index.js';
import { HttpFailure } from '../failure.js';
import { CHANGES_OF_THE_FLEET, EVENT_NAMES } from './event-names.js';
import { EventLog } from './event-log.js';
import { StatusFeed } from './status-feed.js';
import { Subscriber, type SubscriberOptions } from './subscriber.js';
import { ConfinedVisibility, SEES_ALL, seesWholeFleet, type Visibility } from './visibility.js';
import { clustersIn, wirePayload } from './wire-payload.js';

export interface EventHubOptions {
  readonly heartbeatMs: number;
  readonly statusIntervalMs: number;
  /** Told of failures that belong to no request. */
  readonly onError: (error: unknown) => void;
}

/** Readers at once. */
const MAX_SUBSCRIBERS = 1000;

/** Events that come within this time are written together. */
const GATHER_MS = 20;

/** After so long a stream ends and its reader must prove again who it is: tokens expire and are taken back. */
const LIFETIME_MS = 30 * 60_000;

/** Hears a fleet once and tells all readers. */
export class EventHub {
  readonly log = new EventLog();
  readonly feed: StatusFeed;
  readonly #fleet: Fleet;
  readonly #options: EventHubOptions;
  readonly #subscribers = new Set<Subscriber>();
  readonly #visibilities = new WeakMap<CallLimits, ConfinedVisibility>();
  #changes = 0;
  #gathering: NodeJS.Timeout | undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(fleet: Fleet, options: EventHubOptions) {
    this.#fleet = fleet;
    this.#options = options;
    this.feed = new StatusFeed({ fleet, intervalMs: options.statusIntervalMs, onChange: () => this.#tellSoon(), onError: options.onError });
    for (const name of EVENT_NAMES) {
      fleet.on(name, (payload: object) => {
        if (CHANGES_OF_THE_FLEET.has(name)) this.#changes += 1;
        this.log.add(name, wirePayload(payload, new Date().toISOString()), clustersIn(payload));
        this.#tellSoon();
      });
    }
  }

  /** What callers with these limits may see; the same for the same limits. */
  visibilityFor(limits: CallLimits): Visibility {
    if (seesWholeFleet(limits)) return SEES_ALL;
    const known = this.#visibilities.get(limits) ?? new ConfinedVisibility(this.#fleet, limits, () => this.#changes);
    this.#visibilities.set(limits, known);
    return known;
  }

  /** Begins a stream; its head must have been written. Throws HttpFailure TOO_MANY_REQUESTS. */
  subscribe(options: Omit<SubscriberOptions, 'log' | 'feed'> & { readonly status: boolean }): void {
    const subscriber = new Subscriber({ ...options, log: this.log, feed: options.status ? this.feed : undefined });
    this.#subscribers.add(subscriber);
    this.#heartbeat ??= setInterval(() => this.#beat(), this.#options.heartbeatMs);
    options.response.once('close', () => this.#forget(subscriber));
    subscriber.pump();
  }

  /** @throws HttpFailure TOO_MANY_REQUESTS */
  checkRoom(): void {
    if (this.#subscribers.size < MAX_SUBSCRIBERS) return;
    throw new HttpFailure('TOO_MANY_REQUESTS', `${MAX_SUBSCRIBERS} readers follow the events already.`, {
      headers: { 'Retry-After': '10' },
    });
  }

  /** Ends every stream. */
  close(): void {
    for (const subscriber of this.#subscribers) subscriber.end();
  }

  #tellSoon(): void {
    if (this.#subscribers.size === 0) return;
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      for (const subscriber of this.#subscribers) subscriber.pump();
    }, GATHER_MS);
  }

  #beat(): void {
    const now = Date.now();
    for (const subscriber of this.#subscribers) {
      if (now - subscriber.startedAt > LIFETIME_MS) subscriber.end();
      else subscriber.heartbeat();
    }
  }

  #forget(subscriber: Subscriber): void {
    subscriber.left();
    this.#subscribers.delete(subscriber);
    if (this.#subscribers.size > 0) return;
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
  }
}
