import { element } from './elements.js';

/** Changes that come within this time are told together. */
const GATHER_MS = 1500;
const NAMES = 3;

/** Tells people who listen instead of look which clusters changed their status. */
export class Announcer {
  #place = element('announcer', HTMLElement);
  /** @type {Map<string, string>} */
  #changes = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {string} cluster
   * @param {string} status
   */
  tell(cluster, status) {
    this.#changes.set(cluster, status);
    this.#timer ??= setTimeout(() => this.#speak(), GATHER_MS);
  }

  #speak() {
    this.#timer = undefined;
    const statuses = [...new Set(this.#changes.values())];
    const sentences = statuses.map((status) => {
      const names = [...this.#changes].filter(([, other]) => other === status).map(([name]) => name);
      const listed = names.length <= NAMES ? names.join(', ') : `${names.length} clusters`;
      return `${listed} ${names.length === 1 ? 'is' : 'are'} now ${status}.`;
    });
    this.#changes.clear();
    this.#place.textContent = sentences.join(' ');
  }
}
