import { randomBytes } from 'node:crypto';
import { Frame } from './frame.js';

/** Events that a reader who fell behind, or comes back, can still get. */
const KEPT = 1000;

/** Of operations, and of everything else, so that many calls do not push out what happened to the clusters. */
export const MAX_RECENT = 200;

/** The last events, numbered from 1. Ids are unique to this process, so that one of an earlier process is not taken for ours. */
export class EventLog {
  readonly #epoch = `${Date.now().toString(36)}${randomBytes(2).toString('hex')}`;
  readonly #ring: Frame[] = [];
  readonly #operations: Numbered[] = [];
  readonly #others: Numbered[] = [];
  #latest = 0;

  /** The number of the newest event; 0 before the first. */
  get latest(): number {
    return this.#latest;
  }

  /** The number of the oldest event that is kept. */
  get oldest(): number {
    return Math.max(1, this.#latest - KEPT + 1);
  }

  add(name: string, data: object, clusters: readonly string[]): void {
    this.#latest += 1;
    const frame = new Frame({ name, data, clusters, id: this.idOf(this.#latest) });
    this.#ring[this.#latest % KEPT] = frame;
    const list = name === 'operation-finished' ? this.#operations : this.#others;
    list.push({ number: this.#latest, frame });
    if (list.length > MAX_RECENT) list.shift();
  }

  /** Undefined for what is not kept any more, or not there yet. */
  at(number: number): Frame | undefined {
    return number >= this.oldest && number <= this.#latest ? this.#ring[number % KEPT] : undefined;
  }

  /** The last `count` operations and the last `count` other events, in order. */
  recent(count: number): Frame[] {
    if (count === 0) return [];
    const both = [...this.#operations.slice(-count), ...this.#others.slice(-count)];
    return both.sort((left, right) => left.number - right.number).map(({ frame }) => frame);
  }

  idOf(number: number): string {
    return `${this.#epoch}-${number}`;
  }

  /** The number in an id; undefined for one of another process. NaN for what no process ever sent. */
  numberOf(id: string): number | undefined {
    const parts = /^([0-9a-z]{8,20})-(\d{1,15})$/.exec(id);
    if (parts === null) return Number.NaN;
    if (parts[1] !== this.#epoch) return undefined;
    const number = Number(parts[2]);
    return number <= this.#latest ? number : Number.NaN;
  }
}

interface Numbered {
  readonly number: number;
  readonly frame: Frame;
}
