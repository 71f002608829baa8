import { element, write } from './elements.js';
import { clock, span } from './format.js';

/** @typedef {import('./connection.js').ConnectionState} ConnectionState */

/** Looks that may be late before it is said: a fleet that hangs answers after some seconds. */
const LATE_LOOKS = 2;
const LATE_MS = 6000;

/** Says at every moment how far what stands on the page can be trusted. */
export class Standing {
  #chip = element('connection', HTMLElement);
  #chipText = element('connection-text', HTMLElement);
  #banner = element('banner', HTMLElement);
  #bannerText = element('banner-text', HTMLElement);
  #bannerHint = element('banner-hint', HTMLElement);
  #fleet = element('fleet', HTMLElement);
  /** @type {ConnectionState} */
  #state = { name: 'connecting' };
  /** When the page last heard something that it could show; undefined before. @type {number | undefined} */
  #trustedAt;
  intervalMs = 5000;

  constructor() {
    setInterval(() => this.#draw(), 1000);
  }

  /** All clusters were looked at, just now. */
  looked() {
    this.#trustedAt = Date.now();
    this.#draw();
  }

  /** @param {ConnectionState} state */
  is(state) {
    // While it tries again, what was said of the loss still holds.
    const before = this.#state;
    this.#state = state.name === 'connecting' && before.name === 'lost' ? { ...before, retryAt: 0 } : state;
    this.#draw();
  }

  forget() {
    this.#trustedAt = undefined;
  }

  #draw() {
    const state = this.#state;
    const age = this.#trustedAt === undefined ? undefined : Date.now() - this.#trustedAt;
    const isLate = state.name === 'live' && age !== undefined && age > LATE_LOOKS * this.intervalMs + LATE_MS;
    this.#chip.dataset.state = isLate ? 'late' : state.name;
    write(this.#chipText, chipText(state, age));
    const isOld = (state.name === 'lost' || state.name === 'refused') && this.#trustedAt !== undefined;
    this.#fleet.classList.toggle('out-of-date', isOld);
    this.#banner.hidden = state.name !== 'lost' && state.name !== 'refused';
    if (state.name !== 'lost' && state.name !== 'refused') return;
    const seen =
      this.#trustedAt === undefined ? '' : ` What you see is from ${clock(new Date(this.#trustedAt).toISOString())} and may be wrong.`;
    write(this.#bannerText, `${state.why}${seen}`);
    write(this.#bannerHint, state.name === 'refused' ? state.hint : nextTry(state.retryAt));
  }
}

/**
 * @param {ConnectionState} state
 * @param {number | undefined} age
 */
function chipText(state, age) {
  if (state.name === 'connecting') return 'Connecting…';
  if (state.name === 'needs-token') return 'Token needed';
  if (state.name === 'refused') return 'Refused';
  if (state.name === 'lost') return age === undefined ? 'Not connected' : `Not connected, ${span(age)} old`;
  return age === undefined ? 'Live, first look…' : `Live, checked ${span(age)} ago`;
}

/** @param {number} retryAt */
function nextTry(retryAt) {
  const seconds = Math.ceil((retryAt - Date.now()) / 1000);
  return seconds <= 0 ? 'Trying again…' : `Next try in ${seconds} s.`;
}
