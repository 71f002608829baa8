import { z } from 'zod';
import { continueField, fieldSelectorField, limitField } from '../../kubernetes/fields.js';
import { listFormatField } from '../../kubernetes/listing/list-fields.js';
import { tableOutput } from '../../kubernetes/listing/list-output.js';
import { renderTable } from '../../kubernetes/listing/list-text.js';
import { defineOperation } from '../../operation.js';
import { listResources } from './list-resources.js';
import { deferred } from '../../platform/deferred.js';

export const namespacesList = defineOperation({
  name: 'namespaces_list',
  title: 'List namespaces',
  description: 'Namespaces of one cluster with status and age.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({ fieldSelector: fieldSelectorField(), limit: limitField(), continue: continueField(), output: listFormatField() }),
  ),
  output: tableOutput,
  handler: (context, input) => listResources(context, 'v1', 'Namespace', input),
  render: renderTable,
});
