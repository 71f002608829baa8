import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from '../servers.js';

const OBSERVER = new URL('observe.mjs', import.meta.url).href;

/** Memory of a program, after its garbage was collected. */
export interface Memory {
  readonly residentMegabytes: number;
  readonly heapMegabytes: number;
}

/** What Linux counts processor time in, for every program and machine. */
const TICK_MILLISECONDS = 10;

/** A program of this folder in a process of its own, that says which port it listens on and what memory it uses. */
export class MeasuredProgram {
  readonly #child: ChildProcess;
  readonly port: number;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  static async start(file: string, ...words: readonly string[]): Promise<MeasuredProgram> {
    const flags = ['--expose-gc', '--import', OBSERVER, fileURLToPath(new URL(file, import.meta.url))];
    const child = spawn(process.execPath, [...flags, ...words], {
      env: cleanEnvironment(),
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const { port } = await messageOf<{ port: number }>(child);
    return new MeasuredProgram(child, port);
  }

  async memory(): Promise<Memory> {
    const answer = messageOf<{ rss: number; heapUsed: number }>(this.#child);
    this.#child.send('memory');
    const { rss, heapUsed } = await answer;
    return { residentMegabytes: rss / 2 ** 20, heapMegabytes: heapUsed / 2 ** 20 };
  }

  /** Resident memory in MB, without asking the program, which may be busy. */
  residentMegabytes(): number {
    return Number(/VmRSS:\s+(\d+)/.exec(this.#proc('status'))?.[1]) / 1024;
  }

  /** Processor time since the start, user and system, of all its threads. */
  cpuMilliseconds(): number {
    const fields = this.#proc('stat').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MILLISECONDS;
  }

  #proc(file: string): string {
    return readFileSync(`/proc/${String(this.#child.pid)}/${file}`, 'utf8');
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 5000);
    await exited;
    clearTimeout(timer);
  }
}

/** The next message of a program of this folder; what it holds is known here. */
async function messageOf<Message>(child: ChildProcess): Promise<Message> {
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`The measured program ended with ${String(code)}.`);
  });
  const [message] = await Promise.race([once(child, 'message'), exited]);
  return message as Message;
}
