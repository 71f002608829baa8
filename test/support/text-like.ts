import { expect } from 'vitest';

/** Stands for any text that holds the part, inside an expected object. */
export function textWith(part: string): unknown {
  return expect.stringContaining(part);
}

/** Stands for any text that matches, inside an expected object. */
export function textLike(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}
