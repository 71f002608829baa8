import { dump } from 'js-yaml';
import { z } from 'zod';
import { formatAge } from '../../platform/duration.js';
import { textTable } from '../../platform/text-table.js';
import { describeCondition } from '../conditions.js';
import { treeLine, treeNodeOutput } from '../tree/tree-node.js';
import { eventLine } from './object-events.js';
import { deferred, once } from '../../platform/deferred.js';

const cell = once(() => z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** An object with all that belongs to it. */
export const describeOutput = deferred(() =>
  z.object({
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
    ready: z.boolean(),
    state: z.string(),
    owners: z.array(treeNodeOutput),
    conditions: z.array(
      z.object({
        type: z.string(),
        status: z.string(),
        reason: z.string().optional(),
        message: z.string().optional(),
        since: z.string().optional(),
      }),
    ),
    references: z.array(z.object({ kind: z.string(), name: z.string(), by: z.string(), state: z.string() })),
    related: z.array(z.object({ title: z.string(), columns: z.array(z.string()), rows: z.array(z.array(cell())), more: z.boolean() })),
    events: z.array(z.object({ last_seen: z.string(), type: z.string(), reason: z.string(), message: z.string(), count: z.int() })),
    object: z.record(z.string(), z.unknown()).describe('Without conditions'),
    not_read: z.array(z.string()),
  }),
);

export type Description = z.output<typeof describeOutput> & { cluster?: string };

/** Characters of the object itself; the rest of the answer is bounded by its numbers. */
const OBJECT_BUDGET = 12_000;

/** The text that a tired operator wants: how it is, what belongs to it, what happened, and then the object. */
export function renderDescription(one: Description): string {
  const where = one.namespace === undefined ? one.name : `${one.namespace}/${one.name}`;
  const parts = [
    `${one.cluster ?? ''}: ${one.kind} ${where}: ${one.ready ? 'ready' : 'NOT READY'}, ${one.state}`,
    ...section('owners', one.owners.map(treeLine)),
    ...section(
      'conditions',
      one.conditions.map((condition) => `${describeCondition(condition)}${sinceText(condition.since)}`),
    ),
    ...section(
      'refers to',
      one.references.map(({ kind, name, by, state }) => `${kind} ${name}  ${state}  (${by})`),
    ),
    ...one.related.flatMap(({ title, columns, rows, more }) => [
      `${title}: ${String(rows.length)}${more ? ' and more' : ''}`,
      ...(rows.length === 0 ? [] : [indented(textTable(columns, rows))]),
    ]),
    ...eventsText(one),
    'object:',
    indented(objectText(one.object)),
    ...(one.not_read.length === 0 ? [] : [`not read: ${one.not_read.join(', ')}`]),
  ];
  return parts.join('\n');
}

function eventsText({ events, not_read: unread }: Description): string[] {
  if (events.length > 0) return section('events, newest last', events.map(eventLine));
  return unread.some((part) => part.startsWith('events')) ? [] : ['events: none (they are kept for about an hour)'];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map(indented)];
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

function sinceText(since: string | undefined): string {
  const time = since === undefined ? Number.NaN : Date.parse(since);
  return Number.isNaN(time) ? '' : ` for ${formatAge(Date.now() - time)}`;
}

function objectText(object: Readonly<Record<string, unknown>>): string {
  const text = dump(object, { lineWidth: -1, noRefs: true }).trimEnd();
  if (text.length <= OBJECT_BUDGET) return text;
  const cut = text.lastIndexOf('\n', OBJECT_BUDGET);
  return `${text.slice(0, cut === -1 ? OBJECT_BUDGET : cut)}\n… ${String(text.length - OBJECT_BUDGET)} more characters; resources_get shows all of it, with path a part`;
}
