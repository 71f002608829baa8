import { nodeCrypto } from '../platform/node-modules.js';

/** One confirmation that was handed out and not used yet. Its text is known to the caller only. */
export interface PendingConfirmation {
  /** Id of the caller it was given to. */
  readonly caller: string;
  /** SHA-256 of the confirmation. */
  readonly hash: Buffer;
  /** Digest of the call it is for: operation, input, cluster. */
  readonly binding: string;
  /** When it ends, milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Where confirmations wait for their call. Replicas that serve the same callers need one store for all. */
export interface ConfirmationStore {
  add(pending: PendingConfirmation): Promise<void>;
  /** Takes a confirmation of this caller out, whatever becomes of it: it is given once. */
  take(caller: string, hash: Buffer): Promise<PendingConfirmation | undefined>;
  /** Drops what a caller was given for one call, or for every call. */
  forget(caller: string, binding?: string): Promise<void>;
}

/** The one-way form in which a confirmation is kept. */
export function hashOf(confirmation: string): Buffer {
  return nodeCrypto().createHash('sha256').update(confirmation).digest();
}

/** Confirmations that wait, of one caller and of all; the oldest make room. */
const MOST_PER_CALLER = 20;
const MOST_IN_ALL = 2000;

/** The confirmations of one process. */
export class ConfirmationsInMemory implements ConfirmationStore {
  #pending: readonly PendingConfirmation[] = [];

  get size(): number {
    return this.#pending.length;
  }

  async add(pending: PendingConfirmation): Promise<void> {
    const now = Date.now();
    const others = this.#pending.filter(({ expiresAt }) => expiresAt > now);
    const own = others.filter(({ caller }) => caller === pending.caller);
    const surplus = own.slice(0, Math.max(0, own.length + 1 - MOST_PER_CALLER));
    this.#pending = [...others.filter((one) => !surplus.includes(one)), pending].slice(-MOST_IN_ALL);
  }

  async take(caller: string, hash: Buffer): Promise<PendingConfirmation | undefined> {
    const found = this.#pending.find((one) => one.caller === caller && nodeCrypto().timingSafeEqual(one.hash, hash));
    if (found !== undefined) this.#pending = this.#pending.filter((one) => one !== found);
    return found;
  }

  async forget(caller: string, binding?: string): Promise<void> {
    this.#pending = this.#pending.filter((one) => one.caller !== caller || (binding !== undefined && one.binding !== binding));
  }
}
