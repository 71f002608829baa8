import type { FollowedLogs } from './follow-logs.js';
import { MOST_SOURCES } from './log-sources.js';
import type { ReadLogs } from './read-logs.js';
import { MOST_READ_BYTES } from './read-source.js';

/** What is missing of logs that were read, and how to get it. */
export function readNotes({ logs, dropped }: Pick<ReadLogs, 'logs' | 'dropped'>, maxBytes: number): string[] {
  const unread = logs.filter((log) => log.unread).map(({ source }) => source.pod);
  return [
    ...(dropped === 0
      ? []
      : [
          `${String(dropped)} earlier lines were cut to stay below ${kibibytes(maxBytes)}. Narrow with since or grep, or pass a larger max_bytes.`,
        ]),
    ...(unread.length === 0
      ? []
      : [
          `Only the first ${String(MOST_READ_BYTES / 1024 / 1024)} MiB of ${unread.join(', ')} were read; newer lines are missing. Pass since.`,
        ]),
  ];
}

/** What was left out before anything was read. */
export function sourceNotes(podsLeftOut: number): string[] {
  if (podsLeftOut === 0) return [];
  return [`At least ${String(podsLeftOut)} more pods match; ${String(MOST_SOURCES)} logs are read at most. Narrow labelSelector.`];
}

/** Why following ended, and how to go on. */
export function followNotes({ ended, lines }: FollowedLogs, limits: { readonly duration: string; readonly maxBytes: number }): string[] {
  if (ended === 'containers ended') return ['The containers ended, or were started anew: call again to see a new run.'];
  const last = lines.at(-1)?.entry.time?.text;
  const again = `To go on: same call${last === undefined ? '' : ` with sinceTime=${last}`}.`;
  const why = {
    time: `Followed for ${limits.duration}.`,
    lines: `Ended after ${String(lines.length)} lines (follow_lines).`,
    bytes: `Ended after ${kibibytes(limits.maxBytes)} (max_bytes).`,
  };
  return [`${why[ended]} ${again}`];
}

function kibibytes(bytes: number): string {
  return `${String(Number((bytes / 1024).toFixed(1)))} KiB`;
}
