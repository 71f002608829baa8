import { z } from 'zod';
import { defineOperation } from '../../operation.js';
import { nameField, optionalNamespaceField } from './fields.js';
import { objectOutput, renderObject, slimObject } from './get-object.js';
import { apiVersionField, kindField } from './kind-fields.js';

export const resourcesGet = defineOperation({
  name: 'resources_get',
  title: 'Get a resource',
  description: 'One object of any kind as YAML. Secret values are masked.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: z.object({ apiVersion: apiVersionField, kind: kindField, name: nameField, namespace: optionalNamespaceField }),
  output: objectOutput,
  handler: async (context, { apiVersion, kind, name, namespace }) => {
    const object = await context.cluster.get({ apiVersion, kind }, name, { namespace, signal: context.signal });
    return { object: slimObject(object) };
  },
  render: renderObject,
});
