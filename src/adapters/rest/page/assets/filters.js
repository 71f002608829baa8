import { element, make, write } from './elements.js';
import { signOf, STATES } from './status-row.js';

/** @type {Record<string, import('./status-row.js').Look>} */
const LOOKS = { Ready: 'ready', NotReady: 'notready', Unknown: 'unknown' };

/** @typedef {import('./cluster-table.js').Filter} Filter */

/** Search, environment and status: what of the fleet is shown. The buttons of the statuses are its totals as well. */
export class Filters {
  search = element('search', HTMLInputElement);
  #environment = element('environment', HTMLSelectElement);
  /** @type {Map<string, { button: HTMLButtonElement, sign: HTMLElement, count: HTMLElement }>} */
  #buttons = new Map();
  #status = '';
  #onChange;

  /** @param {() => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
    const group = element('states', HTMLElement);
    for (const status of ['', ...STATES]) group.append(this.#button(status));
    this.search.addEventListener('input', onChange);
    this.#environment.addEventListener('change', onChange);
    element('filters', HTMLFormElement).addEventListener('submit', (event) => event.preventDefault());
    this.#press();
  }

  /** @returns {Filter} */
  get value() {
    return { words: this.search.value, environment: this.#environment.value, status: this.#status };
  }

  clear() {
    this.search.value = '';
    this.#environment.value = '';
    this.#status = '';
    this.#press();
    this.#onChange();
  }

  /**
   * @param {{ Ready: number, NotReady: number, Unknown: number, unasked: number }} counts
   * @param {ReadonlySet<string>} environments
   */
  show(counts, environments) {
    const all = counts.Ready + counts.NotReady + counts.Unknown;
    for (const [status, { count, button }] of this.#buttons) {
      const number = status === '' ? all : counts[/** @type {'Ready'} */ (status)];
      write(count, String(number));
      button.classList.toggle('none', number === 0);
    }
    this.#look('Unknown', counts.Unknown > counts.unasked ? 'lost' : 'unknown');
    const known = [...this.#environment.options].slice(1).map(({ value }) => value);
    const wanted = [...environments].sort();
    if (known.join('\n') === wanted.join('\n')) return;
    const chosen = this.#environment.value;
    while (this.#environment.options.length > 1) this.#environment.remove(1);
    for (const name of wanted) this.#environment.add(new Option(name, name));
    // An environment that is gone hides nothing.
    this.#environment.value = environments.has(chosen) ? chosen : '';
    if (this.#environment.value !== chosen) this.#onChange();
  }

  /** @param {string} status */
  #button(status) {
    const button = make('button', 'state');
    button.type = 'button';
    const count = make('strong', '', '0');
    const sign = make('span', 'sign');
    sign.ariaHidden = 'true';
    button.append(sign, count, status === '' ? ' clusters' : ` ${status}`);
    button.addEventListener('click', () => {
      this.#status = this.#status === status ? '' : status;
      this.#press();
      this.#onChange();
    });
    this.#buttons.set(status, { button, sign, count });
    const look = LOOKS[status];
    if (look !== undefined) this.#look(status, look);
    return button;
  }

  /**
   * @param {string} status
   * @param {import('./status-row.js').Look} look
   */
  #look(status, look) {
    const known = this.#buttons.get(status);
    if (known === undefined || known.button.dataset.look === look) return;
    known.button.dataset.look = look;
    write(known.sign, `${signOf(look)} `);
  }

  #press() {
    for (const [status, { button }] of this.#buttons) button.setAttribute('aria-pressed', String(status === this.#status));
  }
}
