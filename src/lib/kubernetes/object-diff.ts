import type { StructuredPatch } from 'diff';
import { showStates } from './mark-changes.js';
import type { PlainObject } from './object-values.js';
import { settledObject } from './settled-object.js';

/** Characters of one diff: what a reader takes in at once. */
const MAX_LENGTH = 12_000;
/** Comparing takes time (milliseconds) that grows with the square of the differences: what takes longer is given up. */
const AT_ONCE = { maxEditLength: 400, timeout: 10 };
const IN_STEPS = { maxEditLength: 2_000, timeout: 2_000 };
const CONTEXT_LINES = 2;

/** What to compare beside what a person sets. */
export interface DiffOptions {
  /** The status too: for writes to it. */
  readonly status?: boolean | undefined;
}

/**
 * What changed between two states of one object, as a unified diff of YAML without file headers; empty when nothing did. Undefined
 * `before` means that the object is new, undefined `after` that it is gone. Secrets are masked before anything is compared.
 */
export async function diffObjects(
  before: PlainObject | undefined,
  after: PlainObject | undefined,
  options: DiffOptions = {},
): Promise<string> {
  const [{ structuredPatch, formatPatch, OMIT_HEADERS }, { dump }] = await Promise.all([import('diff'), import('js-yaml')]);
  const shown = showStates(settled(before, options), settled(after, options));
  // Keys in one order: the server need not send two states in the same one.
  const text = (state: unknown, exists: boolean): string => (exists ? dump(state, { lineWidth: -1, noRefs: true, sortKeys: true }) : '');
  const [left, right] = [text(shown.before, before !== undefined), text(shown.after, after !== undefined)];
  if (left === right) return '';
  const patch =
    structuredPatch('before', 'after', left, right, undefined, undefined, { context: CONTEXT_LINES, ...AT_ONCE }) ??
    // With a callback the work is done in small steps, between which other calls are served.
    (await new Promise<StructuredPatch | undefined>((callback) => {
      structuredPatch('before', 'after', left, right, undefined, undefined, { context: CONTEXT_LINES, ...IN_STEPS, callback });
    }));
  if (patch === undefined) return `(too many differences to show: ${lines(left)} lines before, ${lines(right)} lines after)`;
  return bounded(formatPatch(patch, OMIT_HEADERS).trimEnd());
}

function settled(object: PlainObject | undefined, options: DiffOptions): Record<string, unknown> {
  return object === undefined ? {} : settledObject(object, options);
}

function lines(text: string): string {
  return String(text.split('\n').length - 1);
}

function bounded(diff: string): string {
  if (diff.length <= MAX_LENGTH) return diff;
  const end = diff.lastIndexOf('\n', MAX_LENGTH);
  const shown = diff.slice(0, end === -1 ? MAX_LENGTH : end);
  return `${shown}\n… cut: ${lines(diff.slice(shown.length))} more lines of differences`;
}
