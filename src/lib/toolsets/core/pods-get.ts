import { z } from 'zod';
import { nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { slimObject } from '../../kubernetes/slim-object.js';
import { defineOperation } from '../../operation.js';
import { objectOutput, renderObject } from './get-object.js';

export const podsGet = defineOperation({
  name: 'pods_get',
  title: 'Get a pod',
  description: 'One pod as YAML: spec and status.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: z.object({ name: nameField, namespace: optionalNamespaceField }),
  output: objectOutput,
  handler: async (context, { name, namespace }) => {
    const { cluster, signal } = context;
    const where = namespace ?? (await cluster.defaultNamespace(signal));
    return { object: slimObject(await cluster.get({ apiVersion: 'v1', kind: 'Pod' }, name, { namespace: where, signal })) };
  },
  render: renderObject,
});
