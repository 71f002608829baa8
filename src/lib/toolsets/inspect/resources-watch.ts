import { z } from 'zod';
import { allNamespacesField, apiVersionField, fieldSelectorField, kindField, labelSelectorField } from '../../kubernetes/fields.js';
import { textAt } from '../../kubernetes/object-values.js';
import { readinessOf } from '../../kubernetes/readiness.js';
import { changedValues } from '../../kubernetes/watch/changed-values.js';
import { watchChanges, type ObservedChange } from '../../kubernetes/watch/watch-changes.js';
import { defineOperation } from '../../operation.js';
import { formatDuration, parseDuration } from '../../platform/duration.js';
import { redactText } from '../../platform/redact.js';
import { deferred } from '../../platform/deferred.js';

const DEFAULT_MS = 30_000;
const LONGEST_MS = 10 * 60_000;
const DEFAULT_CHANGES = 50;
/** Characters of text of all changes, whatever `max_changes` says. */
const TEXT_BUDGET = 23_000;

const change = deferred(() =>
  z.object({
    at: z.string(),
    type: z.enum(['added', 'modified', 'deleted']),
    namespace: z.string().optional(),
    name: z.string(),
    state: z.string(),
    changed: z.array(z.string()),
  }),
);

const output = deferred(() =>
  z.object({
    kind: z.string(),
    changes: z.array(change),
    ended: z.enum(['duration', 'max_changes', 'text_limit']),
    seconds: z.number(),
  }),
);

type Change = z.output<typeof change>;
type Ending = z.output<typeof output>['ended'];

export const resourcesWatch = defineOperation({
  name: 'resources_watch',
  title: 'Watch objects change',
  description: 'Changes of objects of a kind as they happen, for a while.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  long: true,
  input: deferred(() =>
    z.object({
      apiVersion: apiVersionField(),
      kind: kindField(),
      namespace: allNamespacesField(),
      labelSelector: labelSelectorField(),
      fieldSelector: fieldSelectorField(),
      duration: z
        .string()
        .max(30)
        .refine((text) => isBetween(parseDuration(text), 1_000, LONGEST_MS), 'must be a duration from 1s to 10m')
        .optional()
        .describe('Default 30s'),
      max_changes: z.int().min(1).max(500).optional().describe('Default 50'),
    }),
  ),
  output,
  handler: async (context, { apiVersion, kind, duration, max_changes: most = DEFAULT_CHANGES, ...input }) => {
    const startedAt = performance.now();
    const durationMs = (duration === undefined ? undefined : parseDuration(duration)) ?? DEFAULT_MS;
    const changes: Change[] = [];
    let length = 0;
    const onChange = (observed: ObservedChange): boolean => {
      const one = describeChange(observed);
      changes.push(one);
      const line = changeLine(one);
      length += line.length;
      context.progress({ done: changes.length, total: most, message: redactText(line) });
      return changes.length >= most || length > TEXT_BUDGET;
    };
    const served = await context.cluster.locate({ apiVersion, kind }, { namespace: input.namespace, signal: context.signal });
    const end = await watchChanges(context, { apiVersion, kind }, input, { durationMs, onChange });
    const ended: Ending = end === 'max_changes' && changes.length < most ? 'text_limit' : end;
    return { kind: served.kind.kind, changes, ended, seconds: Math.round((performance.now() - startedAt) / 100) / 10 };
  },
  render: ({ cluster, kind, changes, ended, seconds }: z.output<typeof output> & { cluster?: string }) =>
    [
      `${cluster ?? ''}: ${String(changes.length)} changes of ${kind} in ${formatDuration(seconds * 1000)}, ended by ${ended}`,
      ...changes.map(changeLine),
    ].join('\n'),
});

function isBetween(value: number | undefined, least: number, most: number): boolean {
  return value !== undefined && value >= least && value <= most;
}

function describeChange({ type, before, object }: ObservedChange): Change {
  const namespace = textAt(object, 'metadata', 'namespace');
  return {
    at: new Date().toISOString(),
    type,
    ...(namespace === undefined ? {} : { namespace }),
    name: textAt(object, 'metadata', 'name') ?? '',
    state: type === 'deleted' ? 'gone' : readinessOf(object).state,
    changed: before === undefined || type !== 'modified' ? [] : changedValues(before, object),
  };
}

/** `10:32:01 modified shop/web (2 of 3 pods available): spec.replicas: 2 → 3` */
function changeLine({ at, type, namespace, name, state, changed }: Change): string {
  const where = namespace === undefined ? name : `${namespace}/${name}`;
  return `${at.slice(11, 19)} ${type} ${where} (${state})${changed.length === 0 ? '' : `: ${changed.join('; ')}`}`;
}
