import type { Operation } from '../operation.js';
import { ConfirmationRules, type ConfirmationRule } from './rules.js';
import type { GivenConfirmation } from './refusals.js';
import { ConfirmationsInMemory, hashOf, type ConfirmationStore } from './store.js';
import { nodeCrypto } from '../platform/node-modules.js';

/** As configured. */
export interface ConfirmationSettings {
  readonly rules: readonly ConfirmationRule[];
  /** Milliseconds that a person has to answer, and that a confirmation lasts. */
  readonly ttl: number;
}

/** What a presented confirmation came to. */
export type Redeemed = 'accepted' | 'unknown' | 'expired' | 'other-call';

/** Bytes of a confirmation: nobody guesses it. */
const BYTES = 16;

/** What a fleet asks about, and the confirmations that it gave to those whom it could not ask. */
export class Confirmations {
  readonly rules: ConfirmationRules;
  readonly ttlMs: number;
  readonly #store: ConfirmationStore;

  constructor({ rules, ttl }: ConfirmationSettings, store: ConfirmationStore = new ConfirmationsInMemory()) {
    this.rules = new ConfirmationRules(rules);
    this.ttlMs = ttl;
    this.#store = store;
  }

  mayAsk(operation: Operation): boolean {
    return this.rules.mayAsk(operation);
  }

  /** A confirmation for one call of one caller. Only its hash is kept. */
  async give(caller: string, binding: string): Promise<GivenConfirmation> {
    // Hexadecimal: it looks like no secret of anyone's, and is not masked on its way to its caller.
    const confirmation = nodeCrypto().randomBytes(BYTES).toString('hex');
    const expiresAt = Date.now() + this.ttlMs;
    await this.#store.add({ caller, hash: hashOf(confirmation), binding, expiresAt });
    return { confirmation, expiresAt: new Date(expiresAt).toISOString() };
  }

  /** Takes a confirmation back: it is used up, whatever it was shown for. */
  async redeem(caller: string, binding: string, confirmation: string): Promise<Redeemed> {
    const pending = await this.#store.take(caller, hashOf(confirmation));
    if (pending === undefined) return 'unknown';
    if (pending.expiresAt <= Date.now()) return 'expired';
    return nodeCrypto().timingSafeEqual(hashOf(pending.binding), hashOf(binding)) ? 'accepted' : 'other-call';
  }

  /** The caller said no to a call, or, without a binding, has gone. */
  forget(caller: string, binding?: string): Promise<void> {
    return this.#store.forget(caller, binding);
  }
}
