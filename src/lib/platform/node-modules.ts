import type * as Crypto from 'node:crypto';
import type * as Files from 'node:fs';

// Modules of Node that take long to load, as long together as a third of the library: loaded with the first use of them, not with its import.

export function nodeCrypto(): typeof Crypto {
  return process.getBuiltinModule('node:crypto');
}

/** What of it waits for an answer is in `node:fs/promises`, which costs little. */
export function nodeFiles(): typeof Files {
  return process.getBuiltinModule('node:fs');
}
