import type { Progress } from '../../context.js';

const EVERY_MS = 200;
const LONGEST_MESSAGE = 8 * 1024;

/** Tells lines as progress: those of a moment together, as some listeners take no more than a few updates a second. */
export class LineReporter {
  readonly #report: (update: Progress) => void;
  #waiting: string[] = [];
  #done = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(report: (update: Progress) => void) {
    this.#report = report;
  }

  add(line: string): void {
    this.#done += 1;
    this.#waiting.push(line);
    this.#timer ??= setTimeout(() => this.flush(), EVERY_MS);
  }

  /** Tells what is waiting. To be called at the end. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    const text = this.#waiting.join('\n');
    this.#waiting = [];
    const message = text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
    this.#report({ done: this.#done, message });
  }
}
