import { FleetError } from '../../errors.js';
import type { RecordedEvent } from './recorded-event.js';

/** A part of events that stand newest first. */
export interface EventPage {
  readonly events: readonly RecordedEvent[];
  readonly continue?: string | undefined;
  readonly remaining?: number | undefined;
}

/**
 * The next events after those of the previous answer. The token is the moment of the last one and how many of that moment were
 * shown: what happened meanwhile is newer and moves nothing.
 * @param mostOf how many of these fit into an answer
 * @throws FleetError INPUT_INVALID for a token that is none
 */
export function eventPage(
  all: readonly RecordedEvent[],
  token: string | undefined,
  mostOf: (events: readonly RecordedEvent[]) => number,
): EventPage {
  const rest = token === undefined ? all : after(all, token);
  const events = rest.slice(0, mostOf(rest));
  const last = events.at(-1);
  if (last === undefined || events.length === rest.length) return { events };
  const shownBefore = all.length - rest.length;
  const shown = all.slice(0, shownBefore + events.length).filter((event) => event.last === last.last).length;
  return { events, continue: `before:${String(last.last)}:${String(shown)}`, remaining: rest.length - events.length };
}

function after(all: readonly RecordedEvent[], token: string): readonly RecordedEvent[] {
  const [, moment, shown] = /^before:(\d{1,15}):(\d{1,9})$/.exec(token) ?? [];
  if (moment === undefined || shown === undefined) {
    throw new FleetError('INPUT_INVALID', 'continue is not a token of a previous answer of events_list.', {
      details: { parameter: 'continue' },
    });
  }
  const start = all.findIndex((event) => event.last <= Number(moment));
  if (start === -1) return [];
  return all.slice(all[start]?.last === Number(moment) ? start + Number(shown) : start);
}
