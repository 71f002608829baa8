/** A name of a namespace, or a regular expression between slashes that must match all of it. */
const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LONGEST = 500;
/** What a matcher of linear time does not know. */
const NOT_LINEAR = /\(\?(?:[=!]|<[=!])|\\[1-9]|\\k</;

/** Tells which of its patterns a namespace fits; undefined when none. */
export type NamespaceMatcher = (namespace: string) => string | undefined;

/** What is wrong with a pattern; undefined when nothing is. */
export function namespacePatternProblem(pattern: string): string | undefined {
  const shown = JSON.stringify(pattern.slice(0, 80));
  const source = expressionOf(pattern);
  if (source === undefined) {
    return NAME.test(pattern) ? undefined : `${shown} is no name of a namespace; a regular expression stands between slashes: "/team-.*/"`;
  }
  if (source === '' || pattern.length > LONGEST) return `${shown} must have 1 to ${LONGEST - 2} characters between its slashes`;
  if (NOT_LINEAR.test(source)) return `${shown} looks around or back, which is not supported`;
  try {
    new RegExp(source, 'u');
    return undefined;
  } catch {
    return `${shown} is not a regular expression`;
  }
}

/**
 * One matcher of several patterns. Expressions are matched in linear time, and loaded only where there are any.
 * @throws Error for a pattern that `namespacePatternProblem` refuses
 */
export async function compileNamespaces(patterns: readonly string[]): Promise<NamespaceMatcher> {
  const names = new Set(patterns.filter((pattern) => expressionOf(pattern) === undefined));
  const sources = patterns.flatMap((pattern) => expressionOf(pattern) ?? []);
  if (sources.length === 0) return (namespace) => (names.has(namespace) ? namespace : undefined);
  const { RE2JS } = await import('re2js');
  const expressions = sources.map((source) => ({ text: `/${source}/`, expression: RE2JS.compile(source) }));
  return (namespace) => {
    if (names.has(namespace)) return namespace;
    return expressions.find(({ expression }) => expression.matcher(namespace).matches())?.text;
  };
}

function expressionOf(pattern: string): string | undefined {
  return pattern.length > 1 && pattern.startsWith('/') && pattern.endsWith('/') ? pattern.slice(1, -1) : undefined;
}
