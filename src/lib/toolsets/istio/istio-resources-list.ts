import { z } from 'zod';
import { customListFields } from '../../kubernetes/custom-resources/list-fields.js';
import { listRows } from '../../kubernetes/custom-resources/list-rows.js';
import { tableOutput } from '../../kubernetes/listing/list-output.js';
import { renderTable } from '../../kubernetes/listing/list-text.js';
import { defineOperation } from '../../operation.js';
import { columnsOf } from './columns.js';
import { ISTIO_KINDS, istioKind } from './mesh-groups.js';
import { deferred } from '../../platform/deferred.js';

export const istioResourcesList = defineOperation({
  name: 'istio_resources_list',
  title: 'List Istio resources',
  description: 'Istio resources of one kind with what matters of each: hosts, routes, subsets, selectors, mTLS modes, actions.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({ kind: z.enum(ISTIO_KINDS).optional().describe('Default VirtualService'), ...customListFields })),
  output: tableOutput,
  handler: async (context, { kind = 'VirtualService', ...input }) =>
    listRows(context, await istioKind(context, kind), input, columnsOf(kind)),
  render: renderTable,
});
