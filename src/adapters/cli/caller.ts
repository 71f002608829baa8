import type { Caller } from '../../index.js';

/** One command is one call: nothing it chose would be there for the next one. */
export const TERMINAL_CALLER: Caller = { id: 'terminal', stateful: false };
