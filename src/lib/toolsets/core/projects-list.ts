import { z } from 'zod';
import { FleetError } from '../../errors.js';
import { continueField, fieldSelectorField, labelSelectorField, limitField } from '../../kubernetes/fields.js';
import { tableOutput } from '../../kubernetes/listing/list-output.js';
import { renderTable } from '../../kubernetes/listing/list-text.js';
import { defineOperation } from '../../operation.js';
import { listResources } from './list-resources.js';
import { deferred } from '../../platform/deferred.js';

const PROJECTS = 'project.openshift.io/v1';

export const projectsList = defineOperation({
  name: 'projects_list',
  title: 'List OpenShift projects',
  description: 'Projects of an OpenShift cluster that you may see; elsewhere use namespaces_list.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({ labelSelector: labelSelectorField(), fieldSelector: fieldSelectorField(), limit: limitField(), continue: continueField() }),
  ),
  output: deferred(() => tableOutput.omit({ items: true, format: true, total: true })),
  handler: async (context, input) => {
    try {
      return await listResources(context, PROJECTS, 'Project', input);
    } catch (thrown) {
      if (!FleetError.isInstance(thrown) || thrown.code !== 'KIND_UNKNOWN') throw thrown;
      const { cluster, details } = thrown;
      throw new FleetError(
        'KIND_UNKNOWN',
        `Cluster "${context.cluster.cluster.name}" has no projects: it is not OpenShift (it does not serve ${PROJECTS}).`,
        {
          cluster: cluster ?? context.cluster.cluster.name,
          cause: thrown,
          hint: 'Use namespaces_list.',
          details,
        },
      );
    }
  },
  render: renderTable,
});
