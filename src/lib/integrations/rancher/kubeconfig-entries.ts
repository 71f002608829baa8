import { isRecord } from '../../platform/plain-records.js';

/** One entry of `clusters`, `users` or `contexts` of a kubeconfig. */
export interface KubeconfigEntry {
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The entries of one of the three lists; what is none is left out. */
export function kubeconfigEntries(document: unknown, list: 'clusters' | 'users' | 'contexts'): readonly KubeconfigEntry[] {
  const entries = isRecord(document) ? document[list] : undefined;
  if (!Array.isArray(entries)) return [];
  const member = list.slice(0, -1);
  return entries.flatMap((entry: unknown) => {
    if (!isRecord(entry) || typeof entry['name'] !== 'string') return [];
    const value = entry[member];
    return isRecord(value) ? [{ name: entry['name'], value }] : [];
  });
}

/** True for a user whose credential is the program `rancher token`, which asks its user: nothing that a program can answer. */
export function isRancherLogin({ exec }: Readonly<Record<string, unknown>>): boolean {
  if (!isRecord(exec) || typeof exec['command'] !== 'string' || !/(^|[/\\])rancher(\.exe)?$/.test(exec['command'])) return false;
  return Array.isArray(exec['args']) && exec['args'][0] === 'token';
}
