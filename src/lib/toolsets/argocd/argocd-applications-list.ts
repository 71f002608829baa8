import { z } from 'zod';
import { customListFields } from '../../kubernetes/custom-resources/list-fields.js';
import { listRows, type CustomColumn } from '../../kubernetes/custom-resources/list-rows.js';
import { nameOf, namespaceOf } from '../../kubernetes/custom-resources/object-names.js';
import { openKind } from '../../kubernetes/custom-resources/served-group.js';
import { tableOutput } from '../../kubernetes/listing/list-output.js';
import { renderTable } from '../../kubernetes/listing/list-text.js';
import { textAt } from '../../kubernetes/object-values.js';
import { defineOperation } from '../../operation.js';
import { ARGO_CD, destinationOf, isAutomated, revisionsOf, sourcesOf } from './application.js';
import { deferred } from '../../platform/deferred.js';

const COLUMNS: readonly CustomColumn[] = [
  ['namespace', namespaceOf],
  ['name', nameOf],
  ['project', (application) => textAt(application, 'spec', 'project')],
  ['sync', (application) => textAt(application, 'status', 'sync', 'status') ?? 'Unknown'],
  ['health', (application) => textAt(application, 'status', 'health', 'status') ?? 'Unknown'],
  ['operation', (application) => textAt(application, 'status', 'operationState', 'phase')],
  ['auto', isAutomated],
  ['revision', (application) => revisionsOf(application).join(',')],
  ['destination', destinationOf],
  [
    'source',
    (application) =>
      sourcesOf(application)
        .map(({ repository, path }) => `${repository} ${path}`.trim())
        .join(', '),
  ],
];

export const argocdApplicationsList = defineOperation({
  name: 'argocd_applications_list',
  title: 'List Argo CD applications',
  description: 'Argo CD applications: sync, health, last operation, revision, destination, source.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object(customListFields)),
  output: tableOutput,
  handler: async (context, input) => {
    const resource = await openKind(context, ARGO_CD, 'Application');
    return listRows(context, resource, input, COLUMNS);
  },
  render: renderTable,
});
