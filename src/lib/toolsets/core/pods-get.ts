import { z } from 'zod';
import { nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { defineOperation } from '../../operation.js';
import { showObject } from './get-object.js';
import { formatField, objectOutput, pathField, renderObject } from './object-output.js';
import { deferred } from '../../platform/deferred.js';

export const podsGet = defineOperation({
  name: 'pods_get',
  title: 'Get a pod',
  description: 'One pod as YAML: spec and status.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({ name: nameField(), namespace: optionalNamespaceField(), output: formatField(), path: pathField() })),
  output: objectOutput,
  handler: async (context, { name, namespace, ...shown }) => {
    const { cluster, signal } = context;
    const where = namespace ?? (await cluster.defaultNamespace(signal));
    return showObject(await cluster.get({ apiVersion: 'v1', kind: 'Pod' }, name, { namespace: where, signal }), shown);
  },
  render: renderObject,
});
