import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { FleetError } from '../errors.js';
import { onAbort } from './abort.js';
import { redactText } from './redact.js';
import { endProcessGroup, trackProcessGroup } from './process-group.js';

/** How to run a program. Nothing is inherited: no environment, no input, no shell. */
export interface CommandOptions {
  /** The whole environment of the program; make it with `childEnvironment`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds; the program and everything it started is ended then. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Bytes kept of each of stdout and stderr; a program that prints more is ended. @default 10 MiB */
  readonly maxOutputBytes?: number | undefined;
  readonly workingDirectory?: string | undefined;
}

/** What became of it: the same shape for success and failure. */
export interface CommandResult {
  /** Undefined when a signal ended it or it could not start. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
  readonly timedOut: boolean;
  readonly aborted: boolean;
  /** True when it printed more than was kept. */
  readonly outputTruncated: boolean;
  /** For logs: secrets masked. */
  readonly commandLine: string;
}

/**
 * Runs a program by absolute path and waits for its end. A program that fails is a result, not an exception.
 * @throws FleetError PROGRAM_MISSING when the path is not absolute or there is no program.
 */
export async function runCommand(program: string, programArguments: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const commandLine = redactText([program, ...programArguments].map(quoted).join(' '));
  if (!isAbsolute(program) || !(await isProgram(program))) {
    throw new FleetError('PROGRAM_MISSING', `There is no program at ${program}.`, { details: { program } });
  }
  const { execa } = await import('execa');
  const startedAt = performance.now();
  const running = execa(program, [...programArguments], {
    env: options.environment,
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    shell: false,
    // Its own process group, so that what it started can be ended with it.
    detached: true,
    maxBuffer: options.maxOutputBytes ?? 10 * 1024 * 1024,
    stripFinalNewline: false,
    ...(options.workingDirectory === undefined ? {} : { cwd: options.workingDirectory }),
  });
  let ended: 'timeout' | 'abort' | undefined;
  const end = (why: 'timeout' | 'abort'): void => {
    ended ??= why;
    endProcessGroup(running.pid);
  };
  const timer = setTimeout(end, options.timeoutMs, 'timeout');
  const untrack = trackProcessGroup(running.pid);
  if (options.signal?.aborted === true) end('abort');
  const ignoreSignal = options.signal === undefined ? undefined : onAbort(options.signal, () => end('abort'));
  try {
    const result = await running;
    if (result.isMaxBuffer) endProcessGroup(running.pid);
    return {
      exitCode: result.exitCode,
      stdout: result.stdout,
      stderr:
        result.stderr === '' && result.exitCode === undefined && ended === undefined && !result.isMaxBuffer
          ? (result.originalMessage ?? '')
          : result.stderr,
      durationMs: Math.round(performance.now() - startedAt),
      timedOut: ended === 'timeout',
      aborted: ended === 'abort',
      outputTruncated: result.isMaxBuffer,
      commandLine,
    };
  } finally {
    clearTimeout(timer);
    ignoreSignal?.();
    untrack();
  }
}

/** The absolute path of a program: an absolute name as it is, any other looked up on `searchPath`. Undefined when there is none. */
export async function findProgram(name: string, searchPath: string): Promise<string | undefined> {
  if (isAbsolute(name)) return (await isProgram(name)) ? name : undefined;
  if (name === '' || name.includes('/')) return undefined;
  for (const folder of searchPath.split(delimiter)) {
    // An empty or relative entry would mean the current folder: never run programs from there.
    if (!isAbsolute(folder)) continue;
    const candidate = join(folder, name);
    if (await isProgram(candidate)) return candidate;
  }
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
