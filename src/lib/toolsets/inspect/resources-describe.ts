import { z } from 'zod';
import { conditionsOf } from '../../kubernetes/conditions.js';
import { attempt } from '../../kubernetes/describe/attempt.js';
import { describeOutput, renderDescription } from '../../kubernetes/describe/describe-output.js';
import { readEvents } from '../../kubernetes/describe/object-events.js';
import { readReferences } from '../../kubernetes/describe/read-references.js';
import { relatedTables } from '../../kubernetes/describe/related-tables.js';
import { apiVersionField, kindField, nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { findTarget, targetFields } from '../../kubernetes/object-target.js';
import type { PlainObject } from '../../kubernetes/object-values.js';
import { readinessOf } from '../../kubernetes/readiness.js';
import { slimObject } from '../../kubernetes/slim-object.js';
import { readOwners } from '../../kubernetes/tree/read-owners.js';
import { defineOperation } from '../../operation.js';
import { isRecord, withoutKeys } from '../../platform/plain-records.js';
import { deferred } from '../../platform/deferred.js';

export const resourcesDescribe = defineOperation({
  name: 'resources_describe',
  title: 'Describe an object',
  description: 'One object with conditions, events, owners, its pods or endpoints, and what it mounts.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({ apiVersion: apiVersionField(), kind: kindField(), name: nameField(), namespace: optionalNamespaceField() }),
  ),
  output: describeOutput,
  handler: async (context, wanted) => {
    const { cluster, signal } = context;
    const target = await findTarget(cluster, wanted, signal);
    const object = await cluster.get(target.kind, target.name, { namespace: target.namespace, signal });
    const unread: string[] = [];
    const [owners, events, references, related] = await Promise.all([
      attempt('owners', unread, signal, () => readOwners(cluster, object, signal)),
      attempt('events', unread, signal, () => readEvents(cluster, object, signal)),
      attempt('references', unread, signal, () => readReferences(cluster, object, target.namespace, signal)),
      relatedTables(context, object, unread),
    ]);
    const { ready, state } = readinessOf(object);
    return {
      ...targetFields(target),
      ready,
      state,
      owners: [...(owners ?? [])],
      conditions: conditionsOf(object).map(({ observedGeneration: _observed, ...condition }) => condition),
      references: [...(references ?? [])],
      related: related.map((table) => ({ ...table })),
      events: [...(events ?? [])],
      object: withoutConditions(slimObject(object)),
      not_read: unread.sort(),
    };
  },
  render: renderDescription,
});

function withoutConditions(object: PlainObject): Record<string, unknown> {
  const { status } = object;
  return isRecord(status) ? { ...object, status: withoutKeys(status, ['conditions']) } : { ...object };
}
