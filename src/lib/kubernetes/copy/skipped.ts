import { plainText } from '../diagnosis/fact-text.js';

/** Something that was left out of a copy, and why. */
export interface SkippedEntry {
  readonly path: string;
  readonly reason: string;
}

const MOST_TOLD = 20;

/** What was left out: the first ones by name, the others counted. */
export class Skipped {
  readonly told: SkippedEntry[] = [];
  total = 0;

  add(path: string, reason: string): void {
    this.total += 1;
    if (this.told.length < MOST_TOLD) this.told.push({ path: plainText(path), reason });
  }
}
