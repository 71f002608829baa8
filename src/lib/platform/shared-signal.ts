import { setMaxListeners } from 'node:events';

/** A signal that aborts when the first of `signals` does, and that any number of calls may listen to without a warning of Node.js. */
export function sharedSignal(...signals: readonly AbortSignal[]): AbortSignal {
  const shared = AbortSignal.any([...signals]);
  setMaxListeners(0, shared);
  return shared;
}
