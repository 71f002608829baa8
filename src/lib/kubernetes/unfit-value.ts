/** Values of one document, once aliases are written out. */
const MAX_VALUES = 200_000;
const MAX_DEPTH = 100;

/**
 * Why parsed YAML cannot be sent as JSON as it is meant; undefined when it can. Aliases that multiply are counted as often as they
 * would be written.
 */
export function unfitValue(value: unknown): string | undefined {
  let values = 0;
  const judge = (one: unknown, depth: number): string | undefined => {
    values += 1;
    if (values > MAX_VALUES) return `it has more than ${String(MAX_VALUES)} values`;
    if (depth > MAX_DEPTH) return `it is nested deeper than ${String(MAX_DEPTH)} levels`;
    if (typeof one === 'number') return judgeNumber(one);
    if (typeof one !== 'object' || one === null) return undefined;
    for (const member of Object.values(one)) {
      const unfit = judge(member, depth + 1);
      if (unfit !== undefined) return unfit;
    }
    return undefined;
  };
  return judge(value, 0);
}

function judgeNumber(value: number): string | undefined {
  if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return undefined;
  return `the number ${String(value)} is too large to be carried exactly; quote it if it is a text`;
}
