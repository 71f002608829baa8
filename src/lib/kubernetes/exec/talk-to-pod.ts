import type { ClusterSession, Interactive } from '../../context.js';
import { openCommand, type LiveCommand } from './open-command.js';

/**
 * Runs a command that its caller talks to, and waits for its end. Gives the exit code.
 * @throws FleetError as `runInPod` does; before `begin` of the caller was called, nothing ran
 */
export async function talkToPod(session: ClusterSession, target: Omit<LiveCommand, 'stdin' | 'tty'>, caller: Interactive): Promise<number> {
  const open = await openCommand(session, { ...target, stdin: true, tty: caller.tty });
  try {
    const write = caller.begin({
      canEnd: open.canEndInput,
      send: (data) => open.write(data),
      end: () => open.endInput(),
      resize: (columns, rows) => open.resize(columns, rows),
    });
    for await (const { stream, data } of open.output()) await write(stream, data);
    return open.exitCode();
  } finally {
    open.close();
  }
}
