import { lastSeenOf, occurrencesOf } from '../events/event-values.js';
import { textAt, type PlainObject } from '../object-values.js';
import { moment, plainText } from './fact-text.js';

/** One event, whichever API wrote it. */
export interface EventFacts {
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** ISO 8601. */
  readonly last: string | undefined;
  readonly about: { readonly kind: string; readonly namespace: string; readonly name: string; readonly uid: string | undefined };
  /** The container it is about, where it is about one. */
  readonly container: string | undefined;
}

/** Newest first. */
export function eventFacts(events: readonly PlainObject[]): EventFacts[] {
  return events.map(readEvent).sort((left, right) => timeOf(right) - timeOf(left));
}

function readEvent(event: PlainObject): EventFacts {
  const container = /\{(.+)\}$/.exec(textAt(event, 'involvedObject', 'fieldPath') ?? '')?.[1];
  return {
    reason: textAt(event, 'reason') ?? '',
    message: textAt(event, 'message') ?? '',
    count: occurrencesOf(event),
    last: lastSeenOf(event),
    about: {
      kind: textAt(event, 'involvedObject', 'kind') ?? '',
      namespace: textAt(event, 'involvedObject', 'namespace') ?? '',
      name: textAt(event, 'involvedObject', 'name') ?? '',
      uid: textAt(event, 'involvedObject', 'uid'),
    },
    container,
  };
}

/** Those about an object; a namesake that was there before has another uid. */
export function eventsAbout(events: readonly EventFacts[], object: PlainObject, kind: string): EventFacts[] {
  const name = textAt(object, 'metadata', 'name');
  const uid = textAt(object, 'metadata', 'uid');
  return events.filter(
    ({ about }) => about.kind === kind && about.name === name && (about.uid === undefined || about.uid === '' || about.uid === uid),
  );
}

/** `event FailedMount, 3 times, last 2026-… (2m ago): MountVolume.SetUp failed…` */
export function eventText({ reason, message, count, last }: EventFacts, now: number): string {
  return `event ${reason}, ${count === 1 ? 'once' : `${count} times`}, last ${moment(last, now)}: ${plainText(message)}`;
}

function timeOf({ last }: EventFacts): number {
  const time = Date.parse(last ?? '');
  return Number.isNaN(time) ? 0 : time;
}
