import { FleetError } from '../../errors.js';

/** Reads one part of a description. What cannot be read is named in `unread` with the reason, and spoils nothing else. */
export async function attempt<Value>(
  what: string,
  unread: string[],
  signal: AbortSignal,
  read: () => Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await read();
  } catch (thrown) {
    signal.throwIfAborted();
    if (!FleetError.isInstance(thrown)) throw thrown;
    unread.push(`${what} (${thrown.code})`);
    return undefined;
  }
}
