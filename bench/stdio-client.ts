import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** What a tool call answered, and how many bytes its line had. */
export interface ToolAnswer {
  readonly text: string;
  readonly isError: boolean;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** The smallest MCP client over stdio: it measures the server, not itself. */
export class StdioClient {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<number, { readonly answer: (reply: Reply, bytes: number) => void; readonly fail: (error: Error) => void }>();
  #lastId = 0;
  #stderr = '';

  constructor(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = process.env) {
    this.child = spawn(command, [...args], { env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stderr.on('data', (chunk: Buffer) => (this.#stderr = (this.#stderr + chunk.toString()).slice(-2000)));
    this.child.once('exit', (code) => {
      for (const { fail } of this.#waiting.values()) fail(new Error(`The server ended with ${String(code)}: ${this.#stderr}`));
    });
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      const reply = JSON.parse(line) as Reply;
      this.#waiting.get(reply.id)?.answer(reply, line.length);
      this.#waiting.delete(reply.id);
    });
  }

  async request(method: string, params: unknown): Promise<{ result: unknown; bytes: number; milliseconds: number }> {
    this.#lastId += 1;
    const id = this.#lastId;
    const started = performance.now();
    const answered = new Promise<{ reply: Reply; bytes: number }>((resolve, fail) => {
      const answer = (reply: Reply, bytes: number): void => {
        resolve({ reply, bytes });
      };
      this.#waiting.set(id, { answer, fail });
    });
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    const { reply, bytes } = await answered;
    if (reply.error !== undefined) throw new Error(`${method}: ${reply.error.message}`);
    return { result: reply.result, bytes, milliseconds: performance.now() - started };
  }

  async initialize(): Promise<number> {
    const { milliseconds } = await this.request('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'bench', version: '1' },
    });
    this.child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
    return milliseconds;
  }

  async callTool(name: string, input: unknown): Promise<ToolAnswer> {
    const { result, bytes, milliseconds } = await this.request('tools/call', { name, arguments: input });
    const { content, isError } = result as { content: { text?: string }[]; isError?: boolean };
    return { text: content.map((part) => part.text ?? '').join('\n'), isError: isError === true, bytes, milliseconds };
  }

  /** Resident memory in MB. */
  residentMegabytes(): number {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(this.child.pid)}/status`, 'utf8'))?.[1];
    return Number(kilobytes) / 1024;
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.stdin.end();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 3000);
    await exited;
    clearTimeout(timer);
  }
}
