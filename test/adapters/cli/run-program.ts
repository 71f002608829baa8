import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { builtProgram } from './built-program.js';

/** How one run of the program ended. */
export interface ProgramEnd {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running program and what it has written so far. */
export interface RunningProgram {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<ProgramEnd>;
  /** Resolves when a stream holds a text; fails when the program ends before. */
  sees(stream: 'stdout' | 'stderr', text: string): Promise<string>;
}

/** Runs the built program to its end, with nothing of this machine's kubeconfigs. */
export async function runProgram(
  words: readonly string[],
  options: { readonly input?: string; readonly environment?: NodeJS.ProcessEnv } = {},
): Promise<ProgramEnd> {
  const program = await startProgram(words, options.environment);
  program.child.stdin.on('error', () => undefined).end(options.input ?? '');
  return program.ended;
}

/** Starts the built program; its input stays open. */
export async function startProgram(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<RunningProgram> {
  return startNode([await builtProgram(), ...words], environment);
}

/** Starts Node in an environment without kubeconfigs. */
export function startNode(words: readonly string[], environment: NodeJS.ProcessEnv = {}): RunningProgram {
  const { PATH, FLEETWRIGHT_CACHE_DIR, XDG_CACHE_HOME, HOME } = process.env;
  const cache = XDG_CACHE_HOME ?? `${HOME ?? ''}/.cache`;
  const child = spawn(process.execPath, [...words], {
    env: {
      PATH,
      HOME: `${tmpdir()}/no-home-of-anyone`,
      XDG_CACHE_HOME: cache,
      ...(FLEETWRIGHT_CACHE_DIR === undefined ? {} : { FLEETWRIGHT_CACHE_DIR }),
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      written[stream] += text;
    });
  }
  const ended = once(child, 'close').then(([status, signal]: unknown[]): ProgramEnd => ({
    status: typeof status === 'number' ? status : null,
    signal: typeof signal === 'string' ? (signal as NodeJS.Signals) : null,
    ...written,
  }));
  const sees = async (stream: 'stdout' | 'stderr', text: string): Promise<string> => {
    while (!written[stream].includes(text)) {
      const more = once(child[stream], 'data').then(() => undefined);
      const end = await Promise.race([more, ended]);
      if (end !== undefined && !written[stream].includes(text)) throw new Error(`${text} never came:\n${end.stdout}\n${end.stderr}`);
    }
    return written[stream];
  };
  return { child, ended, sees };
}
