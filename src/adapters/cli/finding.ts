import { coloured, type Colour } from './colour.js';

/** One thing that `fleetwright doctor` looked at. */
export interface Finding {
  /** `note` is worth knowing and no failure. */
  readonly state: 'ok' | 'note' | 'fail';
  readonly what: string;
  /** What to do; for failures always. */
  readonly advice?: string | undefined;
}

const MARKS = { ok: ['ok  ', 'green'], note: ['note', 'dim'], fail: ['FAIL', 'red'] } as const satisfies Record<
  Finding['state'],
  readonly [string, Colour]
>;

/** Findings as lines: the mark, what was found, and below it what to do. */
export function findingLines(findings: readonly Finding[], colours: boolean): string {
  return findings
    .flatMap(({ state, what, advice }) => {
      const [mark, colour] = MARKS[state];
      const lines = [`${colours ? coloured(mark, colour) : mark}  ${what.replaceAll('\n', '\n      ')}`];
      return advice === undefined ? lines : [...lines, `      -> ${advice}`];
    })
    .join('\n');
}
