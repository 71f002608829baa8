import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROGRAM = fileURLToPath(new URL('load-generator.mjs', import.meta.url));

/** What to ask for, how often at once and for how long. */
export interface Load {
  readonly port: number;
  readonly path: string;
  /** Connections, each with one request in flight at any time. */
  readonly connections: number;
  readonly seconds: number;
  readonly accept?: string | undefined;
  /** PEM texts, for a server that is reached by TLS. */
  readonly tls?: { readonly ca: string; readonly cert: string; readonly key: string } | undefined;
}

/** What a load generator saw; times in milliseconds. */
export interface LoadResult {
  readonly sent: number;
  readonly answered: number;
  /** How often each thing went wrong. */
  readonly errors: Readonly<Record<string, number>>;
  readonly median: number;
  readonly p99: number;
  readonly slowest: number;
}

/** Generates load from a process of its own, so that it takes no time from whoever measures. */
export async function generateLoad(load: Load): Promise<LoadResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, JSON.stringify(load)], {
    timeout: (load.seconds + 60) * 1000,
  });
  return JSON.parse(stdout) as LoadResult;
}
