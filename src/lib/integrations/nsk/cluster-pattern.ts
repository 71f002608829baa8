import { FleetError } from '../../errors.js';

/** Tells whether a cluster is wanted, by its name. */
export type ClusterFilter = (cluster: string) => boolean;

const LONGEST = 500;
/** What a matcher of linear time does not know. */
const NOT_LINEAR = /\(\?(?:[=!]|<[=!])|\\[1-9]|\\k</;
/** What it knows, and JavaScript does not: `(?i)`, `(?i:`, `(?P<name>`. */
const FLAGS = /\(\?[imsU]+(?:-[imsU]+)?([:)])/g;

/** What is wrong with a regular expression for names of clusters, as far as it shows without the matcher; undefined when nothing is. */
export function clusterPatternProblem(pattern: string): string | undefined {
  if (pattern.length > LONGEST) return `must have at most ${String(LONGEST)} characters`;
  if (NOT_LINEAR.test(pattern)) return 'looks around or back, which is not supported';
  try {
    new RegExp(pattern.replace(FLAGS, (_flags, end) => (end === ')' ? '' : '(?:')).replaceAll('(?P<', '(?<'));
    return undefined;
  } catch {
    return 'is not a regular expression';
  }
}

/**
 * A filter that takes linear time whatever the pattern; the syntax is that of RE2 and Go. A pattern may match any part of a name.
 * @throws FleetError INPUT_INVALID
 */
export async function compileClusterPattern(pattern: string | undefined): Promise<ClusterFilter> {
  if (pattern === undefined) return () => true;
  const problem = clusterPatternProblem(pattern);
  if (problem !== undefined) throw invalid(pattern, problem);
  const { RE2JS } = await import('re2js');
  try {
    const expression = RE2JS.compile(pattern);
    return (cluster) => expression.matcher(cluster).find();
  } catch (error) {
    throw invalid(pattern, `is not a regular expression of RE2 (${error instanceof Error ? error.message : String(error)})`, error);
  }
}

function invalid(pattern: string, problem: string, cause?: unknown): FleetError {
  return new FleetError('INPUT_INVALID', `The pattern ${JSON.stringify(pattern.slice(0, 80))} ${problem}.`, {
    cause,
    hint: 'Give a regular expression as Go and RE2 know it, such as "^prod-" or "(?i)eu-west"; it may match any part of a name.',
    details: { pattern: pattern.slice(0, 80) },
  });
}
