import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A private folder that is removed with `await using`. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
  /** Writes a file and answers its path. */
  write(name: string, text: string): Promise<string>;
  copy(from: string, name: string): Promise<string>;
}

export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'fleetwright-cli-'));
  return {
    path,
    write: async (name, text) => {
      await writeFile(join(path, name), text, { mode: 0o600 });
      return join(path, name);
    },
    copy: async (from, name) => {
      await copyFile(from, join(path, name));
      return join(path, name);
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** A kubeconfig whose one cluster is at `server`. */
export function kubeconfigTo(server: string): string {
  return JSON.stringify({
    'apiVersion': 'v1',
    'kind': 'Config',
    'current-context': 'c',
    'clusters': [{ name: 'c', cluster: { server, 'insecure-skip-tls-verify': true } }],
    'contexts': [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    'users': [{ name: 'u', user: { token: 'hunter2-in-a-kubeconfig' } }],
  });
}
