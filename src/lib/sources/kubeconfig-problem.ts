import { FleetError } from '../errors.js';

/** A KUBECONFIG_INVALID error: the file and exactly what is wrong with it. `problem` must not quote values of the file that may be secret. */
export function kubeconfigProblem(
  path: string,
  problem: string,
  facts: { readonly line?: number; readonly cause?: unknown; readonly suggestion?: string } = {},
): FleetError {
  return new FleetError('KUBECONFIG_INVALID', `${path}: ${problem}.${facts.suggestion ?? ''}`, {
    cause: facts.cause,
    details: { path, problem, ...(facts.line === undefined ? {} : { line: facts.line }) },
  });
}

/** A name as it may appear in a message: quoted, control characters escaped, cut at 100 characters. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name);
}

/** Why `name` cannot be the name of a cluster; undefined when it can. */
export function clusterNameProblem(name: string): string | undefined {
  if (name.trim() === '') return 'the name is empty';
  if (name.length > 253) return 'the name is longer than 253 characters';
  if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(name)) return 'the name holds invisible characters';
  if (name.startsWith('-')) return 'the name begins with "-"';
  return name.trim() === name ? undefined : 'the name begins or ends with a space';
}
