import type { LogEntry } from './log-entry.js';
import type { LinePattern } from './line-pattern.js';

/** Which lines to keep. */
export interface LineChoice {
  readonly matches: LinePattern;
  /** Lines around each that matches. */
  readonly context: number;
}

/** Lets through the lines that match, with their surroundings; a line after others that were left out says so. */
export class LineFilter {
  readonly #choice: LineChoice;
  #before: LogEntry[] = [];
  #after = 0;
  #skipped = false;
  /** Lines that matched. */
  found = 0;

  constructor(choice: LineChoice) {
    this.#choice = choice;
  }

  /** What to keep now that this line is known. */
  add(entry: LogEntry): readonly LogEntry[] {
    const { matches, context } = this.#choice;
    if (matches(entry.text)) {
      this.found += 1;
      this.#after = context;
      const kept = [...this.#before, entry];
      this.#before = [];
      const [first] = kept;
      if (this.#skipped && first !== undefined) kept[0] = { ...first, gap: true };
      this.#skipped = false;
      return kept;
    }
    if (this.#after > 0) {
      this.#after -= 1;
      return [entry];
    }
    this.#before.push(entry);
    if (this.#before.length > context) {
      this.#before.shift();
      this.#skipped = true;
    }
    return [];
  }
}
