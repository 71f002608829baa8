import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord, parseJson } from '../../platform/plain-records.js';
import { kubeconfigEntries } from '../rancher/kubeconfig-entries.js';

/** One way to a cluster, as a kubeconfig of ours holds it. */
export interface HeldWay {
  readonly name: string;
  readonly server: string;
  /** PEM. */
  readonly authority: string | undefined;
  readonly bearer: string;
}

/** The ways in a kubeconfig that was written by us, the one through Rancher first; none for anything else. */
export function heldWays(text: string): readonly HeldWay[] {
  const document = parseJson(text);
  const clusters = kubeconfigEntries(document, 'clusters');
  const users = kubeconfigEntries(document, 'users');
  return kubeconfigEntries(document, 'contexts').flatMap(({ name, value }) => {
    const cluster = clusters.find((each) => each.name === value['cluster'])?.value;
    const bearer = users.find((each) => each.name === value['user'])?.value['token'];
    const server = cluster?.['server'];
    const data = cluster?.['certificate-authority-data'];
    if (typeof server !== 'string' || typeof bearer !== 'string') return [];
    return [{ name, server, authority: typeof data === 'string' ? Buffer.from(data, 'base64').toString('utf8') : undefined, bearer }];
  });
}

/** The same kubeconfig with another current context; undefined when that one is current already, or when it is none of ours. */
export function withCurrentContext(text: string, name: string): string | undefined {
  const document = parseJson(text);
  if (!isRecord(document) || document['current-context'] === name) return undefined;
  return `${JSON.stringify({ ...document, 'current-context': name }, undefined, 2)}\n`;
}

export function currentContext(text: string): string | undefined {
  const document = parseJson(text);
  const current = isRecord(document) ? document['current-context'] : undefined;
  return typeof current === 'string' ? current : undefined;
}

/** Everything that the files of a folder hold: whoever copied a kubeconfig there still uses its token. */
export async function textsIn(directory: string): Promise<readonly string[]> {
  const names = (await readdir(directory)).filter((name) => !name.startsWith('.'));
  return Promise.all(
    names.map(async (name) => {
      const path = join(directory, name);
      return (await stat(path)).isFile() ? readFile(path, 'utf8') : '';
    }),
  );
}
