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
  readonly #waiting = new Map<number, (reply: Reply, bytes: number) => void>();
  #lastId = 0;

  constructor(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = process.env) {
    this.child = spawn(command, [...args], { env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stderr.resume();
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      const reply = JSON.parse(line) as Reply;
      this.#waiting.get(reply.id)?.(reply, line.length);
      this.#waiting.delete(reply.id);
    });
  }

  async request(method: string, params: unknown): Promise<{ result: unknown; bytes: number; milliseconds: number }> {
    this.#lastId += 1;
    const id = this.#lastId;
    const started = performance.now();
    const answered = new Promise<{ reply: Reply; bytes: number }>((resolve) => {
      this.#waiting.set(id, (reply, bytes) => {
        resolve({ reply, bytes });
      });
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
