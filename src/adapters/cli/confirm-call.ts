import type { Confirmer } from '../../index.js';
import type { Terminal } from './terminal.js';

/** Asks whoever sits at the terminal; `--yes` is an answer beforehand. Undefined where nobody can be asked. */
export function confirmerOf(yes: boolean, terminal: Terminal): Confirmer | undefined {
  const { ask } = terminal;
  if (yes) {
    return async ({ text }) => {
      terminal.tell(`Confirmed by --yes: ${text}`);
      return 'accepted';
    };
  }
  if (ask === undefined) return undefined;
  return async ({ text }, signal) => {
    terminal.tell(text);
    const answer = await ask('Run it? [y/N] ', signal);
    if (answer === undefined) return 'cancelled';
    return /^\s*y(es)?\s*$/i.test(answer) ? 'accepted' : 'declined';
  };
}
