import { continuationNumber } from './fields.js';
import { redactText } from '../../platform/redact.js';

/** Characters of one answer. */
const PAGE = 20_000;

/** A part of a long text. */
export interface TextPage {
  readonly text: string;
  /** Where the rest begins; absent where there is none. */
  readonly continue?: string;
}

/**
 * The part of a text that begins where a `continue` token says, cut at the end of a line. Secrets are masked in the whole text first: a
 * part would no longer show what they belong to.
 */
export function pageOfText(whole: string, token: string | undefined): TextPage {
  const text = redactText(whole);
  const start = continuationNumber(token);
  if (text.length - start <= PAGE) return { text: text.slice(start) };
  const line = text.lastIndexOf('\n', start + PAGE) + 1;
  const end = line > start ? line : start + PAGE;
  return { text: text.slice(start, end), continue: `at:${String(end)}` };
}

/** The line that says that a text goes on. */
export function continuation(token: string | undefined): string[] {
  return token === undefined ? [] : [`… cut: go on with continue=${token}`];
}
