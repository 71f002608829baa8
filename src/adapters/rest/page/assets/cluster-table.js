import { ClusterRow } from './cluster-row.js';
import { element } from './elements.js';
import { compareRows, isNew } from './status-row.js';

/** @typedef {import('./status-row.js').StatusRow} StatusRow */
/** @typedef {{ words: string, environment: string, status: string }} Filter */

/** The table of clusters: those that need someone first, then by name. Only rows that change are touched. */
export class ClusterTable {
  #body = element('rows', HTMLTableSectionElement);
  /** @type {Map<string, ClusterRow>} */
  #rows = new Map();
  /** As they stand in the table. @type {ClusterRow[]} */
  #order = [];
  /** @type {Filter} */
  #filter = { words: '', environment: '', status: '' };
  /** The one row that Tab reaches. @type {ClusterRow | undefined} */
  #reachable;
  /** @type {string | undefined} */
  #chosen;

  constructor() {
    this.#body.addEventListener('keydown', (event) => this.#onKey(event));
    this.#body.addEventListener('click', (event) => {
      const row = this.#rowOf(event.target);
      // A click beside the link is meant for it; one that selects text is not.
      if (row !== undefined && event.target !== row.link && getSelection()?.isCollapsed !== false) row.link.click();
    });
    this.#body.addEventListener('focusin', (event) => this.#reach(this.#rowOf(event.target)));
  }

  get size() {
    return this.#rows.size;
  }

  get shown() {
    return this.#order.filter((row) => !row.element.hidden).length;
  }

  /** @param {string} cluster */
  get(cluster) {
    return this.#rows.get(cluster)?.row;
  }

  /** @returns {StatusRow[]} */
  all() {
    return this.#order.map(({ row }) => row);
  }

  /** @param {StatusRow} row */
  put(row) {
    const known = this.#rows.get(row.cluster);
    if (known === undefined) {
      const made = new ClusterRow(row);
      this.#rows.set(row.cluster, made);
      this.#place(made);
      this.#mark(made);
      this.#hideOrShow(made);
      if (this.#reachable === undefined) this.#reach(made);
      return;
    }
    const moves = compareRows(known.row, row) !== 0;
    known.show(row);
    if (moves) this.#move(known);
    this.#hideOrShow(known);
  }

  /** @param {string} cluster */
  remove(cluster) {
    const known = this.#rows.get(cluster);
    if (known === undefined) return;
    this.#rows.delete(cluster);
    this.#order.splice(this.#order.indexOf(known), 1);
    known.element.remove();
    if (this.#reachable === known) this.#reach(this.#order.find((row) => !row.element.hidden));
  }

  clear() {
    for (const cluster of [...this.#rows.keys()]) this.remove(cluster);
  }

  /** @param {Filter} filter */
  filter(filter) {
    this.#filter = { ...filter, words: filter.words.trim().toLowerCase() };
    for (const row of this.#order) this.#hideOrShow(row);
    if (this.#reachable?.element.hidden !== false) this.#reach(this.#order.find((row) => !row.element.hidden));
  }

  /** Marks the cluster whose detail is open. @param {string | undefined} cluster */
  choose(cluster) {
    const before = this.#rows.get(this.#chosen ?? '');
    this.#chosen = cluster;
    for (const row of [before, this.#rows.get(cluster ?? '')]) if (row !== undefined) this.#mark(row);
  }

  /** Puts the focus on a cluster, or on the first one shown. @param {string} [cluster] */
  focus(cluster) {
    const named = this.#rows.get(cluster ?? '');
    const row = named?.element.hidden === false ? named : this.#order.find((one) => !one.element.hidden);
    if (row === undefined) element('clusters', HTMLTableElement).focus();
    else row.link.focus();
  }

  /** @param {ClusterRow} row */
  #mark(row) {
    const isChosen = row.row.cluster === this.#chosen;
    row.element.classList.toggle('chosen', isChosen);
    if (isChosen) row.link.setAttribute('aria-current', 'true');
    else row.link.removeAttribute('aria-current');
  }

  /** @param {ClusterRow} row */
  #move(row) {
    const hadFocus = row.element.contains(document.activeElement);
    this.#order.splice(this.#order.indexOf(row), 1);
    this.#place(row);
    // Moving an element takes the focus from it.
    if (hadFocus) row.link.focus({ preventScroll: true });
  }

  /** @param {ClusterRow} row */
  #place(row) {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#order[middle];
      if (other !== undefined && compareRows(other.row, row.row) < 0) low = middle + 1;
      else high = middle;
    }
    this.#body.insertBefore(row.element, this.#order[low]?.element ?? null);
    this.#order.splice(low, 0, row);
  }

  /** @param {ClusterRow} row */
  #hideOrShow(row) {
    const { words, environment, status } = this.#filter;
    const isMeant =
      (environment === '' || row.row.environment === environment) &&
      (status === '' || row.row.status === status) &&
      (words === '' || row.matches(words));
    if (row.element.hidden === isMeant) row.element.hidden = !isMeant;
  }

  /** @param {ClusterRow | undefined} row */
  #reach(row) {
    if (row === this.#reachable) return;
    if (this.#reachable !== undefined) this.#reachable.link.tabIndex = -1;
    this.#reachable = row;
    if (row !== undefined) row.link.tabIndex = 0;
  }

  /** @param {EventTarget | null} target */
  #rowOf(target) {
    const line = target instanceof Element ? target.closest('tr') : null;
    return this.#order.find((row) => row.element === line);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const shown = this.#order.filter((row) => !row.element.hidden);
    const index = shown.findIndex((row) => row === this.#rowOf(event.target));
    const target = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: shown.length - 1, PageDown: index + 10, PageUp: index - 10 }[
      event.key
    ];
    if (target === undefined || index === -1) return;
    event.preventDefault();
    shown[Math.min(shown.length - 1, Math.max(0, target))]?.link.focus();
  }
}

/** How many clusters are in each status. @param {readonly StatusRow[]} rows */
export function countStates(rows) {
  const counts = { Ready: 0, NotReady: 0, Unknown: 0, unasked: 0 };
  for (const row of rows) {
    counts[row.status] += 1;
    if (isNew(row)) counts.unasked += 1;
  }
  return counts;
}
