import { addressOf } from './cluster-row.js';
import { element, make } from './elements.js';
import { clock, took } from './format.js';

/** Lines that are kept, newest first. */
const MAX_LINES = 100;

/** @typedef {Record<string, unknown>} Data */

/** What happened, as far as it concerns people. @type {Record<string, (data: Data) => string>} */
const SENTENCES = {
  'cluster-added': (data) => `was added (${text(data.environment)})`,
  'cluster-changed': () => 'has new connection data',
  'cluster-removed': () => 'was removed',
  'cluster-stale': () => 'is kept as last seen: its source does not show it',
  'cluster-conflict': () => 'is a name that several clusters carry; none of them is used',
  'cluster-unreachable': (data) => `is unreachable (${text(data.reason)}): ${text(data.message)}`,
  'cluster-reachable': (data) => `is reachable again (${Math.round(Number(data.latency_ms))} ms)`,
  'active-cluster-changed': (data) => `is now the active cluster of ${text(data.caller)}`,
  'kubeconfig-refreshed': () => 'has a new kubeconfig',
  'source-failed': (data) => `Source ${text(data.source)} failed: ${text(data.message)}`,
  'source-recovered': (data) => `Source ${text(data.source)} works again`,
  'source-shrink-held': (data) => `Source ${text(data.source)} lost many clusters at once; they are kept for now`,
  'operations-changed': () => 'The operations of this server changed',
  'dropped': (data) => `${data.count === undefined ? 'Some' : text(data.count)} events were missed`,
};

const BAD = new Set(['cluster-unreachable', 'cluster-conflict', 'cluster-stale', 'source-failed', 'source-shrink-held', 'dropped']);

/** The lists of recent operations and events. Lines wait until they are drawn together. */
export class Activity {
  #operations = element('operations', HTMLTableSectionElement);
  #events = element('events', HTMLOListElement);
  #noOperations = element('no-operations', HTMLElement);
  #noEvents = element('no-events', HTMLElement);
  /** @type {HTMLElement[]} */
  #newOperations = [];
  /** @type {HTMLElement[]} */
  #newEvents = [];
  /** Clusters that came one after the other share a line: a fleet begins with all of them. @type {{ line: HTMLElement, count: number } | undefined} */
  #added;

  /**
   * @param {string} name
   * @param {Data} data
   */
  add(name, data) {
    if (name === 'operation-finished') push(this.#newOperations, operationLine(data));
    else if (SENTENCES[name] !== undefined) this.#addEvent(name, SENTENCES[name](data), data);
  }

  /**
   * @param {string} name
   * @param {string} sentence
   * @param {Data} data
   */
  #addEvent(name, sentence, data) {
    if (name === 'cluster-added' && this.#added !== undefined) {
      this.#added.count += 1;
      const words = ` ${this.#added.count} clusters were added, the last one `;
      this.#added.line.replaceChildren(timeOf(data), words, linkTo(text(data.cluster)));
      return;
    }
    const line = eventLine(name, sentence, data);
    this.#added = name === 'cluster-added' ? { line, count: 1 } : undefined;
    push(this.#newEvents, line);
  }

  /** Draws what is new. */
  draw() {
    drawInto(this.#operations, this.#newOperations, this.#noOperations);
    drawInto(this.#events, this.#newEvents, this.#noEvents);
  }

  clear() {
    this.#newOperations.length = 0;
    this.#newEvents.length = 0;
    this.#added = undefined;
    this.#operations.replaceChildren();
    this.#events.replaceChildren();
    this.draw();
  }
}

/**
 * @param {HTMLElement[]} lines
 * @param {HTMLElement} line
 */
function push(lines, line) {
  lines.push(line);
  if (lines.length > MAX_LINES) lines.shift();
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement[]} lines
 * @param {HTMLElement} none
 */
function drawInto(list, lines, none) {
  if (lines.length > 0) list.prepend(...lines.reverse());
  lines.length = 0;
  while (list.childElementCount > MAX_LINES) list.lastElementChild?.remove();
  none.hidden = list.childElementCount > 0;
}

/** @param {Data} data */
function operationLine(data) {
  const line = make('tr');
  line.dataset.outcome = text(data.outcome);
  const outcome = data.code === undefined ? text(data.outcome) : `${text(data.outcome)} (${text(data.code)})`;
  const operation = make('td', 'operation', text(data.operation));
  operation.append(' ', make('span', 'soft', `by ${text(data.caller)}`));
  line.append(
    make('td', 'time', clock(text(data.started_at))),
    operation,
    clusterCell(data.cluster),
    make('td', 'outcome', `${outcome}, ${took(Number(data.duration_ms))}`),
  );
  return line;
}

/** @param {unknown} cluster */
function clusterCell(cluster) {
  const cell = make('td');
  if (typeof cluster === 'string') cell.append(linkTo(cluster));
  return cell;
}

/**
 * @param {string} name
 * @param {string} sentence
 * @param {Data} data
 */
function eventLine(name, sentence, data) {
  const line = make('li');
  if (BAD.has(name)) line.classList.add('bad');
  if (name === 'cluster-reachable') line.classList.add('good');
  line.append(timeOf(data), ' ');
  if (typeof data.cluster === 'string') line.append(linkTo(data.cluster), ' ');
  line.append(sentence);
  return line;
}

/** @param {Data} data */
function timeOf(data) {
  return make('time', 'time', clock(text(data.at)));
}

/** @param {string} cluster */
function linkTo(cluster) {
  const link = make('a', '', cluster);
  link.href = addressOf(cluster);
  return link;
}

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
