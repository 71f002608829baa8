/** The beginning of an output, up to a number of bytes; the rest is counted and dropped. */
export class BoundedOutput {
  readonly #limit: number;
  readonly #parts: Uint8Array[] = [];
  #kept = 0;
  #total = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes that came, kept or not. */
  get total(): number {
    return this.#total;
  }

  get truncated(): boolean {
    return this.#total > this.#kept;
  }

  add(data: Uint8Array): void {
    this.#total += data.length;
    const part = data.subarray(0, Math.max(0, this.#limit - this.#kept));
    if (part.length === 0) return;
    this.#parts.push(part);
    this.#kept += part.length;
  }

  /** As UTF-8; what is no UTF-8, and a sign that was cut in two, becomes U+FFFD. */
  text(): string {
    return Buffer.concat(this.#parts).toString('utf8');
  }
}
