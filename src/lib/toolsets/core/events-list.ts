import { z } from 'zod';
import { eventKindField, eventNameField, eventReasonField, eventTypeField } from '../../kubernetes/events/event-fields.js';
import { eventPage } from '../../kubernetes/events/event-page.js';
import { MOST_EVENTS, readEvents } from '../../kubernetes/events/read-events.js';
import type { RecordedEvent } from '../../kubernetes/events/recorded-event.js';
import { joinSameEvents } from '../../kubernetes/events/same-events.js';
import { allNamespacesField, continueField, fieldSelectorField, limitField } from '../../kubernetes/fields.js';
import { rowsThatFit } from '../../kubernetes/listing/fit-answer.js';
import { listHead, tableOutput } from '../../kubernetes/listing/list-output.js';
import { renderTable } from '../../kubernetes/listing/list-text.js';
import { sinceField } from '../../kubernetes/logs/log-fields.js';
import { defineOperation } from '../../operation.js';
import { formatAge, parseDuration } from '../../platform/duration.js';
import { deferred } from '../../platform/deferred.js';

const DEFAULT_LIMIT = 100;
const LONGEST_MESSAGE = 500;
const COLUMNS = ['last seen', 'type', 'reason', 'object', 'count', 'first seen', 'message'];

export const eventsList = defineOperation({
  name: 'events_list',
  title: 'List events',
  description: 'What happened lately, newest first, repetitions joined: type, reason, object, count, message.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      namespace: allNamespacesField(),
      type: eventTypeField(),
      reason: eventReasonField(),
      kind: eventKindField(),
      name: eventNameField(),
      since: sinceField(),
      fieldSelector: fieldSelectorField(),
      limit: limitField(),
      continue: continueField(),
    }),
  ),
  output: deferred(() => tableOutput.omit({ items: true, format: true, total: true, from_cache: true })),
  handler: async (context, input) => {
    const now = Date.now();
    const { events, complete } = await readEvents(context, input);
    const chosen = joinSameEvents(events.filter(chosenBy(input, now)));
    const withNamespace = input.namespace === undefined;
    const columns = withNamespace ? ['namespace', ...COLUMNS] : COLUMNS;
    const rowOf = (event: RecordedEvent): (string | number)[] => [...(withNamespace ? [event.namespace] : []), ...cellsOf(event, now)];
    const page = eventPage(chosen, input.continue, (rest) => {
      if (input.limit !== undefined) return input.limit === 0 ? rest.length : input.limit;
      return rowsThatFit(columns, rest.slice(0, DEFAULT_LIMIT).map(rowOf));
    });
    const notes = [
      ...(complete
        ? []
        : [`Only ${String(MOST_EVENTS)} events were looked at; newer ones may be missing. Narrow with namespace, type or name.`]),
      ...unknownKind(input.kind, chosen, events),
    ];
    return {
      ...listHead('Event', input.namespace),
      columns,
      rows: page.events.map(rowOf),
      ...(page.continue === undefined ? {} : { continue: page.continue, remaining: page.remaining }),
      ...(notes.length === 0 ? {} : { note: notes.join(' ') }),
    };
  },
  render: renderTable,
});

function chosenBy(input: { readonly since?: string | undefined; readonly kind?: string | undefined }, now: number) {
  const from = input.since === undefined ? 0 : now - (parseDuration(input.since) ?? 0);
  const kind = input.kind?.toLowerCase();
  return (event: RecordedEvent): boolean => event.last >= from && (kind === undefined || isNamed(event.kind.toLowerCase(), kind));
}

/** `Pod`, `pod`, `pods` */
function isNamed(kind: string, wanted: string): boolean {
  return kind === wanted || `${kind}s` === wanted;
}

function cellsOf(event: RecordedEvent, now: number): (string | number)[] {
  const { type, reason, kind, name, count, message } = event;
  const age = (moment: number): string => (moment === 0 ? '' : formatAge(now - moment));
  const shown = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message;
  return [age(event.last), type, reason, `${kind.toLowerCase()}/${name}`, count, age(event.first), shown];
}

/** A kind that no event is about may be a short name, which events do not know. */
function unknownKind(kind: string | undefined, chosen: readonly RecordedEvent[], events: readonly RecordedEvent[]): string[] {
  if (kind === undefined || chosen.length > 0) return [];
  const kinds = [...new Set(events.map((event) => event.kind))].sort();
  if (kinds.length === 0 || kinds.some((one) => isNamed(one.toLowerCase(), kind.toLowerCase()))) return [];
  return [`No event is about a ${JSON.stringify(kind)}; events here are about: ${kinds.slice(0, 20).join(', ')}.`];
}
