import { get } from 'node:http';
import { join } from 'node:path';
import { freePorts } from '../processes/free-ports.js';
import { type RunningProgram, startProgram } from '../processes/program.js';
import { waitUntilReady } from '../processes/readiness.js';
import type { Watchdog } from '../processes/watchdog.js';

/** A store that several API servers share, each under a prefix of its own. */
export interface Etcd {
  readonly program: RunningProgram;
  readonly url: string;
}

/** Starts etcd in `directory`; nothing it keeps is worth a disk flush. */
export async function startEtcd(path: string, directory: string, watchdog: Watchdog, signal?: AbortSignal): Promise<Etcd> {
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
  await waitUntilReady({ program, check: () => answersOk(`${url}/health`), timeoutMs: 60_000, signal });
  return { program, url };
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
