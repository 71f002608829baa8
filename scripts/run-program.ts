import { spawn } from 'node:child_process';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const PROJECT_ROOT = resolve(fileURLToPath(import.meta.url), '../..');

export interface ProgramResult {
  readonly ok: boolean;
  /** Standard output and standard error, as they came. */
  readonly output: string;
  readonly seconds: number;
}

/** Runs a program (also one of node_modules/.bin) in the project folder with closed stdin. Never rejects. */
export function runProgram(program: string, args: readonly string[]): Promise<ProgramResult> {
  const started = performance.now();
  const path = [join(PROJECT_ROOT, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
  const child = spawn(program, args, { cwd: PROJECT_ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, PATH: path } });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolvePromise) => {
    const finish = (ok: boolean, extra = ''): void => {
      const output = Buffer.concat(chunks).toString('utf8') + extra;
      resolvePromise({ ok, output, seconds: (performance.now() - started) / 1000 });
    };
    child.once('error', (error) => {
      finish(false, error.message);
    });
    child.once('close', (code) => {
      finish(code === 0);
    });
  });
}
