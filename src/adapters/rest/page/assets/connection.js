import { hasToken, request, RequestProblem } from './api.js';
import { readLines } from './read-lines.js';

/**
 * How the page stands with its server.
 * @typedef {{ name: 'connecting' } | { name: 'live' }
 *   | { name: 'lost', why: string, retryAt: number }
 *   | { name: 'refused', why: string, hint: string }
 *   | { name: 'needs-token', why: string }} ConnectionState
 */

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
/** Heartbeats that may stay away before the connection counts as lost. */
const MISSED_HEARTBEATS = 2.5;

/** Follows the events of the server, comes back when they end, and says how it stands. */
export class Connection {
  /** @type {AbortController | undefined} */
  #open;
  #heartbeatMs = 15_000;
  #failures = 0;
  /** @type {string | undefined} */
  #lastId;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #silence;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  #onState;
  #onEvent;

  /**
   * @param {(state: ConnectionState) => void} onState
   * @param {(name: string, data: Record<string, unknown>) => void} onEvent
   */
  constructor(onState, onEvent) {
    this.#onState = onState;
    this.#onEvent = onEvent;
  }

  /** Connects anew, at once. */
  connect() {
    this.close();
    this.#onState({ name: 'connecting' });
    const open = new AbortController();
    this.#open = open;
    void this.#follow(open);
  }

  close() {
    clearTimeout(this.#silence);
    clearTimeout(this.#retry);
    this.#open?.abort();
    this.#open = undefined;
  }

  /** Forgets where it was: what follows is for someone else. */
  forget() {
    this.close();
    this.#lastId = undefined;
    this.#failures = 0;
  }

  /** @param {AbortController} open */
  async #follow(open) {
    /** @type {unknown} */
    let failure;
    try {
      this.#hear(open);
      const response = await request('v1/events?status=true&recent=50', {
        accept: 'application/x-ndjson',
        signal: open.signal,
        headers: this.#lastId === undefined ? {} : { 'Last-Event-ID': this.#lastId },
      });
      if (response.body === null) throw new Error('The answer has no body.');
      await readLines(response.body, (message) => this.#take(message, open));
    } catch (thrown) {
      failure = thrown;
    }
    if (this.#open === open) this.#ended(failure);
  }

  /**
   * @param {Record<string, unknown>} message
   * @param {AbortController} open
   */
  #take(message, open) {
    if (this.#open !== open) return;
    this.#hear(open);
    const { type, id } = message;
    if (typeof type !== 'string' || type === 'heartbeat') return;
    if (typeof id === 'string') this.#lastId = id;
    const data = recordOf(message[type]);
    if (type === 'open') {
      this.#failures = 0;
      if (typeof data.heartbeat_ms === 'number') this.#heartbeatMs = data.heartbeat_ms;
      this.#onState({ name: 'live' });
    }
    this.#onEvent(type, data);
  }

  /** A connection can be dead without ending: silence ends it. @param {AbortController} open */
  #hear(open) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => open.abort(new Error('The server fell silent.')), MISSED_HEARTBEATS * this.#heartbeatMs + 2000);
  }

  /** @param {unknown} failure */
  #ended(failure) {
    this.close();
    if (failure instanceof RequestProblem) {
      if (failure.status === 401) {
        this.#onState({ name: 'needs-token', why: hasToken() ? failure.message : '' });
        return;
      }
      if (failure.status === 403) {
        this.#onState({ name: 'refused', why: failure.message, hint: failure.hint });
        return;
      }
      // What we last saw means nothing to this server.
      if (failure.status === 400) this.#lastId = undefined;
    }
    const waitMs = this.#waitMs(failure);
    this.#failures += 1;
    this.#retry = setTimeout(() => this.connect(), waitMs);
    this.#onState({ name: 'lost', why: reasonOf(failure), retryAt: Date.now() + waitMs });
  }

  /** @param {unknown} failure */
  #waitMs(failure) {
    const asked = failure instanceof RequestProblem ? failure.retryAfterSeconds : undefined;
    if (asked !== undefined) return Math.max(FIRST_WAIT_MS, asked * 1000);
    // Not all pages at the same moment, when a server comes back.
    return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures) * (0.75 + Math.random() / 2);
  }
}

/** @param {unknown} failure */
function reasonOf(failure) {
  if (failure instanceof RequestProblem) return failure.status === 429 ? 'The server asks to wait: too many requests.' : failure.message;
  return failure === undefined ? 'The server ended the connection.' : 'The server cannot be reached.';
}

/**
 * @param {unknown} value
 * @returns {Record<string, unknown>}
 */
function recordOf(value) {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
