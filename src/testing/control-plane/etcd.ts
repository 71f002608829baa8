import { get } from 'node:http';
import { join } from 'node:path';
import { freePorts } from '../processes/free-ports.js';
import { startProgram } from '../processes/program.js';
import { waitUntilReady } from '../processes/readiness.js';
import type { FleetSite } from './start-cluster.js';

/**
 * Starts etcd, which several API servers share, each under a prefix of its own; nothing it keeps is worth a disk flush.
 * Resolves to its URL.
 */
export async function startEtcd(path: string, site: Omit<FleetSite, 'etcdUrl'>): Promise<string> {
  const { directory, watchdog, signal } = site;
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const program = await startProgram({
    name: 'etcd',
    path,
    directory,
    watchdog,
    arguments: [
      `--data-dir=${join(directory, 'etcd')}`,
      '--unsafe-no-fsync',
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      '--listen-peer-urls=http://127.0.0.1:0',
      '--log-level=warn',
    ],
  });
  site.started(program);
  await waitUntilReady({ program, check: () => answersOk(`${url}/health`), timeoutMs: 60_000, signal });
  return url;
}

function answersOk(url: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, timeout: 2_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', reject);
  });
}
