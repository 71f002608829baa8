import { make, write } from './elements.js';
import { errorOf, isSilent, lookOf, nodesOf, signOf, wordOf } from './status-row.js';

/** @typedef {import('./status-row.js').StatusRow} StatusRow */

/** The address of a cluster's detail, for links and bookmarks. @param {string} cluster */
export function addressOf(cluster) {
  return `#/clusters/${encodeURIComponent(cluster)}`;
}

/** One line of the table: made once, then only what differs is changed. */
export class ClusterRow {
  element = make('tr');
  link = make('a');
  #under = make('span', 'under');
  #environment = make('td', 'c-environment');
  #status = make('td', 'c-status');
  #version = make('td', 'c-version');
  #nodes = make('td', 'c-nodes number');
  #namespaces = make('td', 'c-namespaces number');
  #latency = make('td', 'c-latency number');
  #error = make('td', 'c-error');
  #sign = make('span', 'sign');
  #word = document.createTextNode('');

  /** @param {StatusRow} row */
  constructor(row) {
    this.row = row;
    const head = make('th', 'c-cluster');
    head.scope = 'row';
    this.link.href = addressOf(row.cluster);
    this.link.textContent = row.cluster;
    this.link.tabIndex = -1;
    head.append(this.link, this.#under);
    this.#sign.ariaHidden = 'true';
    this.#status.append(this.#sign, this.#word);
    this.element.append(head, this.#environment, this.#status, this.#version, this.#nodes, this.#namespaces, this.#latency, this.#error);
    this.show(row);
  }

  /** @param {StatusRow} row */
  show(row) {
    this.row = row;
    const { environment, version, namespaces, latency_ms: latency } = row;
    const error = errorOf(row);
    const look = lookOf(row);
    if (this.element.dataset.look !== look) this.element.dataset.look = look;
    // Facts of a cluster that does not answer are memories.
    this.element.classList.toggle('old', isSilent(row));
    write(this.#environment, environment);
    write(this.#sign, `${signOf(look)} `);
    write(this.#word, wordOf(row));
    write(this.#version, version?.value ?? '');
    write(this.#nodes, nodesOf(row));
    write(this.#namespaces, namespaces === undefined ? '' : String(namespaces.value));
    write(this.#latency, latency === undefined ? '' : `${latency.value} ms`);
    write(this.#error, error);
    if (this.#error.title !== error) this.#error.title = error;
    // Where there is no room for columns.
    write(
      this.#under,
      [environment, version?.value, nodesOf(row) === '' ? '' : `${nodesOf(row)} nodes`, error]
        .filter((text) => text !== undefined && text !== '')
        .join(' · '),
    );
  }

  /** @param {string} words lower-case, separated by spaces */
  matches(words) {
    const { cluster, environment, status, version, error = '' } = this.row;
    const text = `${cluster} ${environment} ${status} ${version?.value ?? ''} ${error}`.toLowerCase();
    return words.split(' ').every((word) => text.includes(word));
  }
}
