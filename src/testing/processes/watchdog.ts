import { spawn } from 'node:child_process';
import { childEnvironment } from '../environment.js';

/**
 * A small process that outlives this one for a moment. When the pipe to it closes, whatever the reason (SIGKILL included), it ends every
 * process group it was told of and removes the directory.
 */
export interface Watchdog {
  /** The group of a child started with `detached: true`. */
  track(processGroup: number): void;
  forget(processGroup: number): void;
  /** Ends the care: what is still tracked is ended now. Resolves when the directory is gone. */
  close(): Promise<void>;
}

/** Plain JavaScript on purpose: it runs by `node -e`, from TypeScript sources and from a bundle alike. */
const PROGRAM = `
const { rmSync } = require('node:fs');
const directory = process.argv[1];
const groups = new Set();
const send = (group, signal) => { try { process.kill(-group, signal); return true; } catch { return false; } };
let rest = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk) => {
  const lines = (rest + chunk).split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    const group = Number(line.slice(1));
    if (line[0] === '+') groups.add(group); else groups.delete(group);
  }
});
const finish = (triesLeft) => {
  const alive = [...groups].filter((group) => send(group, 'SIGKILL'));
  if (alive.length > 0 && triesLeft > 0) return void setTimeout(finish, 20, triesLeft - 1);
  rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
};
process.stdin.on('end', () => finish(100));
process.stdin.on('error', () => finish(100));
`;

/** Starts the watchdog of one directory. It lives in a session of its own, so a Ctrl-C in the terminal does not reach it. */
export function startWatchdog(directory: string): Watchdog {
  const child = spawn(process.execPath, ['-e', PROGRAM, directory], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: childEnvironment(),
    cwd: '/',
  });
  child.stdin.on('error', () => undefined);
  child.unref();
  const exited = new Promise<void>((resolve) => {
    child.on('exit', () => {
      resolve();
    });
    child.on('error', () => {
      resolve();
    });
  });
  return {
    track: (processGroup) => child.stdin.write(`+${processGroup}\n`),
    forget: (processGroup) => child.stdin.write(`-${processGroup}\n`),
    async close() {
      child.ref();
      child.stdin.end();
      await exited;
    },
  };
}
