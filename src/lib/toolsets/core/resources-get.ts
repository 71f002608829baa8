import { z } from 'zod';
import { apiVersionField, kindField, nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { defineOperation, revealField } from '../../operation.js';
import { showObject } from './get-object.js';
import { formatField, objectOutput, pathField, renderObject } from './object-output.js';
import { deferred } from '../../platform/deferred.js';

export const resourcesGet = defineOperation({
  name: 'resources_get',
  title: 'Get a resource',
  description: 'One object of any kind as YAML. Secret values are masked.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      apiVersion: apiVersionField(),
      kind: kindField(),
      name: nameField(),
      namespace: optionalNamespaceField(),
      output: formatField(),
      path: pathField(),
      reveal: revealField(),
    }),
  ),
  output: objectOutput,
  handler: async (context, { apiVersion, kind, name, namespace, ...shown }) => {
    const object = await context.cluster.get({ apiVersion, kind }, name, { namespace, signal: context.signal });
    return showObject(object, shown);
  },
  render: renderObject,
});
