import { eventFacts, eventText, type EventFacts } from '../event-facts.js';
import { ageOf, countOf } from '../fact-text.js';
import { findingAbout, type Finding } from '../finding.js';
import { refusalOf } from '../workloads/refusals.js';
import type { HealthPart, HealthScope } from './health-part.js';

const MOST_EVENTS = 500;
const RECENT_MS = 60 * 60_000;
const MOST_REASONS = 5;

/** Warnings of the last hour by reason; refusals by webhooks and quotas stand for themselves. */
export const warnings: HealthPart = async (scope) => {
  const { reading, namespace } = scope;
  const objects = await reading.objects('events', {
    apiVersion: 'v1',
    kind: 'Event',
    namespace,
    fieldSelector: 'type=Warning',
    limit: MOST_EVENTS,
  });
  const recent = eventFacts(objects).filter(({ last }) => (ageOf(last, reading.now) ?? Number.POSITIVE_INFINITY) < RECENT_MS);
  const refused = recent.filter(({ reason }) => reason === 'FailedCreate');
  const others = new Map<string, EventFacts[]>();
  for (const event of recent) if (event.reason !== 'FailedCreate') others.set(event.reason, [...(others.get(event.reason) ?? []), event]);
  const most = [...others].sort(([, left], [, right]) => timesOf(right) - timesOf(left)).slice(0, MOST_REASONS);
  return {
    facts: [`warnings of the last hour: ${countOf(timesOf(recent), 'time')}, ${countOf(recent.length, 'event')}`],
    findings: [
      ...refused.map((event) => refusalFinding(event, scope)),
      ...most.map(([reason, events]) => reasonFinding(reason, events, scope)),
    ],
  };
};

function timesOf(events: readonly EventFacts[]): number {
  return events.reduce((sum, { count }) => sum + count, 0);
}

function refusalFinding(event: EventFacts, { reading }: HealthScope): Finding {
  const { code, meaning } = refusalOf(event.message);
  const { kind, namespace, name } = event.about;
  return findingAbout(`${kind} ${namespace}/${name}`, {
    severity: 'critical',
    code,
    title: 'pods are refused',
    facts: [eventText(event, reading.now)],
    meaning,
    next: [{ operation: 'events_list', input: { namespace, fieldSelector: 'reason=FailedCreate' } }],
  });
}

function reasonFinding(reason: string, events: readonly EventFacts[], { reading, namespace }: HealthScope): Finding {
  const [newest] = events;
  const objects = [
    ...new Set(events.map(({ about }) => `${about.kind} ${about.namespace === '' ? '' : `${about.namespace}/`}${about.name}`)),
  ];
  return {
    severity: 'info',
    code: `Warning${reason}`,
    title: `warning events: ${reason}`,
    count: objects.length,
    objects: objects.slice(0, 5),
    facts: [`${countOf(timesOf(events), 'time')} in the last hour`, ...(newest === undefined ? [] : [eventText(newest, reading.now)])],
    meaning: 'what happened around the findings above, or a first sign of the next one',
    next: [
      {
        operation: 'events_list',
        input: { ...(namespace === undefined ? {} : { namespace }), fieldSelector: `type=Warning,reason=${reason}` },
      },
    ],
  };
}
