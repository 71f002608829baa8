import { open, stat } from 'node:fs/promises';
import { FleetError } from '../errors.js';

/** Longer than any token; somebody's log file is not sent as one. */
const MAX_BYTES = 64 * 1024;
const OTHERS = 0o077;
const HAS_MODES = process.platform !== 'win32';

/** How a token file is read. */
export interface TokenFileOptions {
  /** Told once when other users of this machine may read the file. */
  readonly warn?: ((message: string) => void) | undefined;
}

/**
 * Gives the token of a file, which is looked at each time and read again once it changed: a rotated token is used at once.
 * @throws FleetError CREDENTIAL_INVALID when the file is missing, cannot be read, is empty or holds more than one line
 */
export function tokenFromFile(path: string, { warn }: TokenFileOptions = {}): () => Promise<string> {
  let known: { readonly version: string; readonly text: string } | undefined;
  let warned = false;
  return async () => {
    try {
      const { mtimeMs, ctimeMs, size, ino, mode } = await stat(path);
      if (!warned && HAS_MODES && (mode & OTHERS) !== 0) {
        warned = true;
        warn?.(`The token file ${path} is open to other users (mode ${(mode & 0o777).toString(8)}); make it 600.`);
      }
      const version = [mtimeMs, ctimeMs, size, ino].join(':');
      if (known?.version !== version) known = { version, text: await readToken(path) };
      return known.text;
    } catch (thrown) {
      known = undefined;
      throw unusable(path, thrown);
    }
  };
}

async function readToken(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_BYTES + 1), 0, MAX_BYTES + 1, 0);
    if (bytesRead > MAX_BYTES) throw unusable(path, undefined, 'is too large for a token');
    const text = buffer.subarray(0, bytesRead).toString('utf8').trim();
    if (text === '') throw unusable(path, undefined, 'is empty');
    if (/\s/.test(text)) throw unusable(path, undefined, 'holds more than one word');
    return text;
  } finally {
    await file.close();
  }
}

function unusable(path: string, cause: unknown, why = whyNot(cause)): FleetError {
  if (FleetError.isInstance(cause)) return cause;
  return new FleetError('CREDENTIAL_INVALID', `The token file ${path} ${why}.`, {
    cause,
    hint: 'It has to hold the token and nothing else, readable for the user that runs this process.',
    details: { path },
  });
}

function whyNot(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT') return 'is not there';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user';
  if (code === 'EISDIR') return 'is a folder';
  return `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
}
