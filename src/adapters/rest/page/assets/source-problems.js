import { request } from './api.js';
import { element, make, write } from './elements.js';

/** After these, other clusters may have trouble being loaded. */
const CHANGES = new Set([
  'cluster-added',
  'cluster-changed',
  'cluster-removed',
  'cluster-conflict',
  'cluster-stale',
  'source-failed',
  'source-recovered',
]);
const GATHER_MS = 2000;

/** What could not be turned into a cluster, above the table: nobody would miss it there otherwise. */
export class SourceProblems {
  #box = element('problems', HTMLDetailsElement);
  #summary = element('problems-summary', HTMLElement);
  #list = element('problems-list', HTMLUListElement);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {string} event */
  heard(event) {
    if (CHANGES.has(event)) this.#timer ??= setTimeout(() => void this.read(), GATHER_MS);
  }

  async read() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      const response = await request('v1/clusters?limit=1');
      /** @type {{ problems?: { message: string }[] }} */
      const { problems = [] } = await response.json();
      this.#box.hidden = problems.length === 0;
      write(this.#summary, `${problems.length} ${problems.length === 1 ? 'entry' : 'entries'} could not be loaded as a cluster`);
      this.#list.replaceChildren(...problems.map(({ message }) => make('li', '', message)));
    } catch {
      // The connection tells of its own trouble.
    }
  }

  clear() {
    this.#box.hidden = true;
    this.#list.replaceChildren();
  }
}
