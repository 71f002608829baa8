import { FleetError } from '../../errors.js';

/** A stream that is read in pieces of any length. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Exactly so many bytes; undefined when the stream is over before the first of them. @throws FleetError when it ends among them */
  async read(length: number): Promise<Buffer | undefined> {
    const parts: Uint8Array[] = [];
    let missing = length;
    for await (const part of this.take(length, true)) {
      parts.push(part);
      missing -= part.length;
    }
    if (missing === length && length > 0) return undefined;
    if (missing > 0) throw cutShort();
    return Buffer.concat(parts);
  }

  /** The next bytes as they come. @throws FleetError when the stream ends among them, unless that is allowed */
  async *take(length: number, mayEnd = false): AsyncGenerator<Uint8Array> {
    let missing = length;
    while (missing > 0) {
      if (this.#rest.length === 0) {
        const next = await this.#source.next();
        if (next.done === true) {
          if (mayEnd) return;
          throw cutShort();
        }
        this.#rest = next.value;
      }
      const part = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(part.length);
      missing -= part.length;
      if (part.length > 0) yield part;
    }
  }

  /** Drops the next bytes. @throws FleetError when the stream ends among them */
  async skip(length: number): Promise<void> {
    const pieces = this.take(length);
    while ((await pieces.next()).done !== true);
  }

  /** Drops what is left, when it is not more than that. Resolves with whether the stream is over. */
  async drain(most: number): Promise<boolean> {
    let dropped = this.#rest.length;
    this.#rest = new Uint8Array(0);
    while (dropped <= most) {
      const next = await this.#source.next();
      if (next.done === true) return true;
      dropped += next.value.length;
    }
    return false;
  }
}

function cutShort(): FleetError {
  return new FleetError('BAD_RESPONSE', 'The archive from the container ends in the middle. Nothing was copied.', {
    hint: 'Call again; if it stays, run `tar` in the container with pods_exec to see what it says.',
  });
}
