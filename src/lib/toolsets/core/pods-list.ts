import { z } from 'zod';
import { continueField, fieldSelectorField, labelSelectorField, limitField } from '../../kubernetes/fields.js';
import { listFormatField, sortField } from '../../kubernetes/listing/list-fields.js';
import { tableOutput } from '../../kubernetes/listing/list-output.js';
import { renderTable } from '../../kubernetes/listing/list-text.js';
import { defineOperation } from '../../operation.js';
import { listResources } from './list-resources.js';
import { deferred } from '../../platform/deferred.js';

export const podsList = defineOperation({
  name: 'pods_list',
  title: 'List pods of all namespaces',
  description: 'Pods of every namespace of one cluster: ready, status, restarts, age.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
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
