import { Announcer } from './announcer.js';
import { ClusterTable, countStates } from './cluster-table.js';
import { element, write } from './elements.js';
import { Filters } from './filters.js';
import { isNew } from './status-row.js';

/** @typedef {import('./status-row.js').StatusRow} StatusRow */

/** Rows that come within this time are drawn together. A timer, because hidden tabs draw no frames but keep their title. */
const GATHER_MS = 100;

/** After a new start the server sends all rows before its second look has ended; what is missing then is gone. */
const LOOKS_FOR_ALL = 2;

/** The table with its filters and totals, fed by the events of the status. */
export class FleetView {
  table = new ClusterTable();
  filters = new Filters(() => this.#filter());
  #announcer = new Announcer();
  /** Newest row of each cluster that changed; undefined for one that is gone. @type {Map<string, StatusRow | undefined>} */
  #waiting = new Map();
  /** @type {Set<string>} */
  #seen = new Set();
  #looks = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #onDraw;

  /** @param {(changed: ReadonlySet<string>) => void} onDraw told after drawing, with the clusters that changed */
  constructor(onDraw) {
    this.#onDraw = onDraw;
    element('clear-filters', HTMLButtonElement).addEventListener('click', () => {
      this.filters.clear();
      this.filters.search.focus();
    });
  }

  /**
   * @param {string} name
   * @param {Record<string, unknown>} data
   */
  take(name, data) {
    if (name === 'open' || name === 'status-reset') {
      this.#seen.clear();
      this.#looks = 0;
    } else if (name === 'status') {
      const row = /** @type {StatusRow} */ (/** @type {unknown} */ (data));
      this.#seen.add(row.cluster);
      this.#waiting.set(row.cluster, row);
    } else if (name === 'status-removed') {
      this.#seen.delete(String(data.cluster));
      this.#waiting.set(String(data.cluster), undefined);
    } else if (name === 'status-checked') {
      this.#looks += 1;
      if (this.#looks === LOOKS_FOR_ALL) this.#dropUnseen();
    }
    this.drawSoon();
  }

  drawSoon() {
    this.#timer ??= setTimeout(() => this.#draw(), GATHER_MS);
  }

  clear() {
    this.#waiting.clear();
    this.#seen.clear();
    this.#looks = 0;
    this.table.clear();
    this.drawSoon();
  }

  #dropUnseen() {
    for (const { cluster } of this.table.all()) if (!this.#seen.has(cluster)) this.#waiting.set(cluster, undefined);
  }

  #draw() {
    this.#timer = undefined;
    const changed = new Set(this.#waiting.keys());
    for (const [cluster, row] of this.#waiting) {
      const before = this.table.get(cluster);
      if (row === undefined) this.table.remove(cluster);
      else this.table.put(row);
      if (row !== undefined && before !== undefined && before.status !== row.status && !isNew(before))
        this.#announcer.tell(cluster, row.status);
    }
    this.#waiting.clear();
    this.#total();
    this.#onDraw(changed);
  }

  #filter() {
    this.table.filter(this.filters.value);
    this.#total();
  }

  #total() {
    const rows = this.table.all();
    const counts = countStates(rows);
    this.filters.show(counts, new Set(rows.map(({ environment }) => environment)));
    const trouble = counts.NotReady + counts.Unknown - counts.unasked;
    const title = trouble === 0 ? 'Fleet' : `(${trouble}) Fleet`;
    if (document.title !== title) document.title = title;
    this.#sayNothing();
  }

  /** Why the table is empty, and what to do. */
  #sayNothing() {
    const isEmpty = this.table.shown === 0;
    const isFiltered = this.table.size > 0;
    element('nothing', HTMLElement).hidden = !isEmpty;
    element('clear-filters', HTMLElement).hidden = !isFiltered;
    if (!isEmpty) return;
    const [title, hint] = isFiltered
      ? ['No cluster fits.', `${this.table.size} are hidden by the filters.`]
      : this.#looks === 0
        ? ['Looking for clusters…', '']
        : ['No cluster to show.', EMPTY_HINT];
    write(element('nothing-title', HTMLElement), title);
    write(element('nothing-hint', HTMLElement), hint);
  }
}

const EMPTY_HINT =
  'The server found none that you may see. Put kubeconfig files into its kubeconfig_dir, or set KUBECONFIG; new files appear here by themselves. `fleetwright doctor` says what it looked at.';
