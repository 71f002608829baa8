import { z } from 'zod';
import { continueField, fieldSelectorField, labelSelectorField, limitField, namespaceField } from '../../kubernetes/fields.js';
import { listFormatField, sortField } from '../../kubernetes/listing/list-fields.js';
import { tableOutput } from '../../kubernetes/listing/list-output.js';
import { renderTable } from '../../kubernetes/listing/list-text.js';
import { defineOperation } from '../../operation.js';
import { listResources } from './list-resources.js';
import { deferred } from '../../platform/deferred.js';

export const podsListInNamespace = defineOperation({
  name: 'pods_list_in_namespace',
  title: 'List pods of a namespace',
  description: 'Pods of one namespace: ready, status, restarts, age.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      namespace: namespaceField(),
      labelSelector: labelSelectorField(),
      fieldSelector: fieldSelectorField(),
      limit: limitField(),
      continue: continueField(),
      output: listFormatField(),
      sort: sortField(),
    }),
  ),
  output: tableOutput,
  handler: (context, input) => listResources(context, 'v1', 'Pod', input),
  render: renderTable,
});
