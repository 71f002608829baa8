import { FleetError } from '../../errors.js';

/** How much one copy may hold. */
export interface CopyLimits {
  readonly maxBytes: number;
  /** Files and folders. */
  readonly maxFiles: number;
}

/** Counts what a copy holds, and stops it where it is too much. */
export class CopyCount {
  readonly #limits: CopyLimits;
  files = 0;
  folders = 0;
  bytes = 0;
  #leftOut = 0;
  #bytesLeftOut = 0;

  constructor(limits: CopyLimits) {
    this.#limits = limits;
  }

  /** @throws FleetError RESPONSE_TOO_LARGE */
  addFolder(): void {
    this.folders += 1;
    this.#check();
  }

  /** @param size as it is announced: nothing of a file that is too large is taken. @throws FleetError RESPONSE_TOO_LARGE */
  addFile(size: number): void {
    this.files += 1;
    this.bytes += size;
    this.#check();
  }

  /** What is left out still has to come and go. @throws FleetError RESPONSE_TOO_LARGE */
  addLeftOut(size: number): void {
    this.#leftOut += 1;
    this.#bytesLeftOut += size;
    this.#check();
  }

  #check(): void {
    const { maxBytes, maxFiles } = this.#limits;
    if (this.bytes + this.#bytesLeftOut > maxBytes) throw tooMuch(`It holds more than ${maxBytes} bytes`, 'max_bytes');
    if (this.files + this.folders + this.#leftOut > maxFiles)
      throw tooMuch(`It holds more than ${maxFiles} files and folders`, 'max_files');
  }
}

function tooMuch(what: string, key: string): FleetError {
  return new FleetError('RESPONSE_TOO_LARGE', `${what}. Nothing was copied.`, {
    hint: `Copy a part of it, or set a larger \`${key}\` below \`[files]\`.`,
    details: { key: `files.${key}` },
  });
}
