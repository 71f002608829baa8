import { FleetError } from '../../errors.js';

/** Whether a line is looked for. */
export type LinePattern = (line: string) => boolean;

/**
 * A regular expression of RE2, which takes linear time whatever it is: https://github.com/google/re2/wiki/Syntax
 * @throws FleetError INPUT_INVALID with what is wrong with it and where
 */
export async function compilePattern(pattern: string): Promise<LinePattern> {
  const { RE2JS, RE2JSSyntaxException } = await import('re2js');
  try {
    const compiled = RE2JS.compile(pattern);
    return (line) => compiled.test(line);
  } catch (cause) {
    if (!(cause instanceof RE2JSSyntaxException)) throw cause;
    const { error, input } = cause;
    const at = input === null || input === '' ? -1 : pattern.indexOf(input);
    const where = at === -1 ? '' : ` at character ${String(at + 1)} (${JSON.stringify(input)})`;
    throw new FleetError('INPUT_INVALID', `grep is no regular expression: ${error}${where}. Nothing was read.`, {
      cause,
      hint: 'The syntax is that of RE2: no look-around, no back-references. Put a backslash before ( ) [ ] { } . * + ? | to search for the character.',
      details: { parameter: 'grep', ...(at === -1 ? {} : { position: at + 1 }) },
    });
  }
}
