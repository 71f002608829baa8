import type { LogEntry } from './log-entry.js';

/** The last lines of a log, up to a number of lines and of bytes. */
export class KeptLines {
  readonly #limit: { readonly lines: number; readonly bytes: number };
  #entries: LogEntry[] = [];
  #first = 0;
  #bytes = 0;
  /** Lines that had to go because of the bytes. */
  dropped = 0;

  constructor(limit: { readonly lines: number; readonly bytes: number }) {
    this.#limit = limit;
  }

  get entries(): readonly LogEntry[] {
    return this.#entries.slice(this.#first);
  }

  add(entry: LogEntry): void {
    this.#entries.push(entry);
    this.#bytes += sizeOf(entry);
    while (this.#count > this.#limit.lines) this.#shift();
    while (this.#bytes > this.#limit.bytes && this.#count > 1) {
      this.#shift();
      this.dropped += 1;
    }
    // Shifting a long list line by line would copy it each time.
    if (this.#first > 1024 && this.#first > this.#entries.length / 2) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
  }

  get #count(): number {
    return this.#entries.length - this.#first;
  }

  #shift(): void {
    const entry = this.#entries[this.#first];
    this.#first += 1;
    if (entry !== undefined) this.#bytes -= sizeOf(entry);
  }
}

/** Bytes of a line and its end. */
export function sizeOf({ text, time }: LogEntry): number {
  return Buffer.byteLength(text) + 1 + (time === undefined ? 0 : time.text.length + 1);
}
