import { redactText } from '../../../index.js';

/** Members that hold what someone else wrote: errors of clusters and of programs. */
const FREE_TEXT: ReadonlySet<string> = new Set(['message', 'error', 'operation', 'reason', 'summary']);

/** The payload of an event with the names that everything on the wire has (snake_case), and the time it was told. */
export function wirePayload(payload: object, at: string): Readonly<Record<string, unknown>> {
  const members = Object.entries(payload).map(([name, value]: [string, unknown]): [string, unknown] => [
    name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    FREE_TEXT.has(name) && typeof value === 'string' ? redactText(value) : value,
  ]);
  return Object.fromEntries([['at', at], ...members]);
}

/** The names of all clusters in the payload of an event. */
export function clustersIn(payload: object): string[] {
  const named = [
    'cluster' in payload ? payload.cluster : undefined,
    'previous' in payload ? payload.previous : undefined,
    ...('clusters' in payload && Array.isArray(payload.clusters) ? payload.clusters.map(String) : []),
  ];
  return named.filter((name) => typeof name === 'string');
}
