import { FleetError } from '../errors.js';

/** One thing that is wrong with the configuration. Holds no secret value. */
export interface ConfigProblem {
  /** Where: the key as its source spells it, such as `nsk.refresh_interval`; empty when it concerns the whole. */
  readonly key: string;
  readonly message: string;
  /** What was probably meant, or what to do. */
  readonly suggestion?: string;
  /** `file PATH`, `environment NAME`, `flag --NAME`, or `input` for what a program passed. */
  readonly source: string;
  /** Line of the file, from 1, where it is known. */
  readonly line?: number;
}

/** All problems as one error: CONFIG_INVALID, with `details.problems` and, where there are any, `details.warnings`. */
export function configError(
  found: readonly ConfigProblem[],
  more: { readonly cause?: unknown; readonly warnings?: readonly ConfigProblem[] } = {},
): FleetError {
  const problems = firstOfEach(found);
  const { cause, warnings = [] } = more;
  const lines = problems.map(problemText);
  const message =
    lines.length === 1
      ? `The configuration is not valid: ${lines.join('')}`
      : `The configuration has ${lines.length} problems:\n${lines.map((line) => `- ${line}`).join('\n')}`;
  return new FleetError('CONFIG_INVALID', message, { cause, details: { problems, ...(warnings.length === 0 ? {} : { warnings }) } });
}

/** One mistake is told once: what follows from it (a missing variable leaves an empty value) is not another. */
function firstOfEach(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ key, source, message }) => {
    const place = key === '' ? message : `${key}\0${source}`;
    return !seen.has(place) && seen.add(place);
  });
}

/** One problem as one line for people. */
export function problemText({ key, message, suggestion, source, line }: ConfigProblem): string {
  const place = source === 'input' ? '' : ` (${source}${line === undefined ? '' : `, line ${line}`})`;
  const what = key === '' ? message : `${key} ${message}`;
  return `${what}${place}.${suggestion === undefined ? '' : ` ${suggestion}`}`;
}
