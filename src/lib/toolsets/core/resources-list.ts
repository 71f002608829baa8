import { z } from 'zod';
import {
  allNamespacesField,
  apiVersionField,
  continueField,
  fieldSelectorField,
  kindField,
  labelSelectorField,
  limitField,
} from '../../kubernetes/fields.js';
import { columnsField, listFormatField, projectionField, sortField, summaryField } from '../../kubernetes/listing/list-fields.js';
import { tableOutput } from '../../kubernetes/listing/list-output.js';
import { renderTable } from '../../kubernetes/listing/list-text.js';
import { defineOperation } from '../../operation.js';
import { listResources } from './list-resources.js';
import { deferred } from '../../platform/deferred.js';

export const resourcesList = defineOperation({
  name: 'resources_list',
  title: 'List resources of a kind',
  description: 'Objects of any kind, custom resources included, with the columns kubectl shows.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      apiVersion: apiVersionField(),
      kind: kindField(),
      namespace: allNamespacesField(),
      labelSelector: labelSelectorField(),
      fieldSelector: fieldSelectorField(),
      limit: limitField(),
      continue: continueField(),
      output: listFormatField(),
      columns: columnsField(),
      sort: sortField(),
      projection: projectionField(),
      summary: summaryField(),
    }),
  ),
  output: tableOutput,
  handler: (context, { apiVersion, kind, ...input }) => listResources(context, apiVersion, kind, input),
  render: renderTable,
});
