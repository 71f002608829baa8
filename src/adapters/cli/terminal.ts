import type { Environment } from '../../index.js';

/** Where a command reads and writes. */
export interface Terminal {
  readonly environment: Environment;
  /** Aborted by Ctrl-C, SIGTERM and SIGHUP. */
  readonly interrupted: AbortSignal;
  /** Standard output is a screen that shows colours, and NO_COLOR does not forbid them. */
  readonly colours: boolean;
  /** Standard output is a screen: its size is known and it can be redrawn. */
  readonly screen: { readonly columns: number; readonly rows: number } | undefined;
  /** Standard error is a screen: progress may be shown there. */
  readonly showsProgress: boolean;
  /** Writes lines to standard output: the answer. */
  print(text: string): void;
  /** Writes to standard output as it is. */
  write(text: string): void;
  /** Writes lines to standard error: everything that is not the answer. */
  tell(text: string): void;
  /** Shows how far something is on one line of standard error that the next update replaces; undefined clears it. */
  progress(text: string | undefined): void;
  /** All of standard input. */
  readInput(): Promise<string>;
  /** Asks on standard error, and gives the line that is typed; undefined when none is. Absent where nobody sits at the terminal. */
  readonly ask?: ((question: string, signal: AbortSignal) => Promise<string | undefined>) | undefined;
}

/** The terminal of this process. */
export function openTerminal(environment: Environment): Terminal {
  const { stdout, stderr } = process;
  const shownColours = stdout.isTTY && !isSet(environment['NO_COLOR']) && environment['TERM'] !== 'dumb';
  let progressShown = false;
  const progress = (text: string | undefined): void => {
    if (!stderr.isTTY || (text === undefined && !progressShown)) return;
    progressShown = text !== undefined;
    stderr.write(`\r\u001b[K${text === undefined ? '' : text.slice(0, Math.max(10, stderr.columns - 1))}`);
  };
  return {
    environment,
    interrupted: onInterruption(),
    colours: shownColours,
    get screen() {
      return stdout.isTTY ? { columns: stdout.columns, rows: stdout.rows } : undefined;
    },
    showsProgress: stderr.isTTY,
    print: (text) => {
      progress(undefined);
      stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    write: (text) => {
      stdout.write(text);
    },
    tell: (text) => {
      progress(undefined);
      stderr.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    progress,
    readInput: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
      return Buffer.concat(chunks).toString('utf8');
    },
    ask: process.stdin.isTTY && stderr.isTTY ? (question, signal) => askLine(`\r\u001b[K${question}`, signal) : undefined,
  };
}

async function askLine(question: string, signal: AbortSignal): Promise<string | undefined> {
  const { createInterface } = await import('node:readline');
  // The terminal itself edits the line, so that Ctrl-C stays what it is.
  const lines = createInterface({ input: process.stdin, terminal: false });
  process.stderr.write(question);
  try {
    return await new Promise((resolve) => {
      const giveUp = (): void => resolve(undefined);
      lines.once('line', resolve).once('close', giveUp);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  } finally {
    lines.close();
  }
}

/** The first signal asks to end, the second one ends. */
function onInterruption(): AbortSignal {
  const controller = new AbortController();
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(status);
      controller.abort(new DOMException(`${signal} received`, 'AbortError'));
    });
  }
  return controller.signal;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
