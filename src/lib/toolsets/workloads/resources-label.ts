import { z } from 'zod';
import { changeOutput } from '../../kubernetes/change-output.js';
import { renderChange } from '../../kubernetes/change-text.js';
import { defineOperation } from '../../operation.js';
import { changeMetadata } from './change-metadata.js';
import { changeFields, objectFields, overwriteField, removeField, setField } from './object-fields.js';
import { deferred } from '../../platform/deferred.js';

export const resourcesLabel = defineOperation({
  name: 'resources_label',
  title: 'Label a resource',
  description: 'Sets and removes labels of one object of any kind.',
  scope: 'cluster',
  effect: 'write',
  idempotent: true,
  input: deferred(() =>
    z.object({
      ...objectFields,
      set: setField().describe('Labels by key'),
      remove: removeField(),
      overwrite: overwriteField(),
      ...changeFields,
    }),
  ),
  output: changeOutput,
  handler: (context, { apiVersion, kind, name, namespace, set, remove, overwrite, dry_run: dryRun, diff }) =>
    changeMetadata(context, { apiVersion, kind, name, namespace }, { part: 'labels', set, remove, overwrite, dryRun, diff }),
  render: renderChange,
});
