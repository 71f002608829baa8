import { z } from 'zod';
import { allNamespacesField, continueField, fieldSelectorField, limitField } from '../../kubernetes/fields.js';
import { defineOperation } from '../../operation.js';
import { listResources, renderTable, tableOutput } from './list-resources.js';

export const eventsList = defineOperation({
  name: 'events_list',
  title: 'List events',
  description: 'What happened lately: last seen, type, reason, object, message.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: z.object({ namespace: allNamespacesField, fieldSelector: fieldSelectorField, limit: limitField, continue: continueField }),
  output: tableOutput,
  handler: (context, input) => listResources(context, 'v1', 'Event', input),
  render: renderTable,
});
