import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { times } from './measure.js';
import { cleanEnvironment } from './servers.js';
import type { Site } from './site.js';

const run = promisify(execFile);
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** What `kubectl get pods` of one namespace takes, a process each time; empty where there is no kubectl. */
export async function kubectlLists(site: Site, namespace: string, count: number): Promise<number[]> {
  const { kubectl } = site.peers;
  if (kubectl === undefined) return [];
  const words = ['--kubeconfig', site.mergedKubeconfig, '--context', 'legacy', '--namespace', namespace, 'get', 'pods'];
  const list = (): Promise<unknown> => run(kubectl, words, { env: cleanEnvironment(), maxBuffer: MAX_OUTPUT_BYTES });
  await list();
  return times(count, list);
}
