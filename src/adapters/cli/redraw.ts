import { colourStatusTable } from './status-colours.js';
import type { Terminal } from './terminal.js';

const HOME = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const CLEAR_SCREEN = '\u001b[2J';

/** Writes lines over what stood on the screen before, cut to its size; without a screen, below it. */
export function redraw(lines: readonly string[], terminal: Terminal): void {
  const { screen } = terminal;
  const time = new Date().toISOString().slice(11, 19);
  if (screen === undefined) {
    terminal.print([`${time} UTC`, ...lines, ''].join('\n'));
    return;
  }
  const room = Math.max(3, screen.rows - 2);
  const surplus = lines.length - room;
  const shown =
    surplus <= 0 ? lines : [...lines.slice(0, room - 1), `… ${String(surplus + 1)} more lines: enlarge the window or pass a selector`];
  // The lines are cut before they are coloured, since escape sequences have no width.
  const table = shown.map((line) => line.slice(0, screen.columns - 1)).join('\n');
  const body = [
    `${time} UTC, Ctrl-C ends`.slice(0, screen.columns - 1),
    ...(terminal.colours ? colourStatusTable(table) : table).split('\n'),
  ];
  terminal.write(`${HOME}${body.map((line) => `${line}${CLEAR_LINE}\n`).join('')}${CLEAR_BELOW}`);
}

/** Runs something that redraws the screen; the cursor comes back whatever happens. */
export async function withoutCursor(terminal: Terminal, run: () => Promise<void>): Promise<void> {
  if (terminal.screen !== undefined) terminal.write(`${HIDE_CURSOR}${HOME}${CLEAR_SCREEN}`);
  try {
    await run();
  } finally {
    if (terminal.screen !== undefined) terminal.write(SHOW_CURSOR);
  }
}
