import { z } from 'zod';
import { FleetError } from '../../errors.js';
import { changeOutput } from '../../kubernetes/change-output.js';
import { renderChange } from '../../kubernetes/change-text.js';
import { chooseContainers } from '../../kubernetes/pod-template.js';
import { defineOperation } from '../../operation.js';
import { containersField, templateFields } from './change-fields.js';
import { changeTemplate } from './template-change.js';
import { deferred, once } from '../../platform/deferred.js';

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const QUANTITY = /^(\d+|\d+\.\d*|\.\d+)(m|u|n|[kMGTPE]i?|Ki|[eE][+-]?\d+)?$/;

const amounts = once(() =>
  z
    .record(
      z.string().regex(/^[a-z][-a-z0-9./]{0,252}$/, 'must be a resource such as cpu or memory'),
      z.string().regex(QUANTITY, 'must be a quantity such as 250m, 1 or 512Mi').nullable(),
    )
    .optional(),
);

export const workloadsSetResources = defineOperation({
  name: 'workloads_set_resources',
  title: 'Set requests and limits',
  description: 'Sets requests and limits of the containers of a workload; its pods are replaced.',
  scope: 'cluster',
  effect: 'write',
  idempotent: true,
  long: true,
  input: deferred(() =>
    z.object({
      ...templateFields,
      containers: containersField(),
      requests: amounts().describe('{"cpu":"250m","memory":"256Mi"}; null removes'),
      limits: amounts().describe('As requests'),
    }),
  ),
  output: changeOutput,
  handler: (context, { containers, requests, limits, ...input }) => {
    if (Object.keys({ ...requests, ...limits }).length === 0) {
      throw new FleetError('INPUT_INVALID', 'workloads_set_resources: name at least one amount in requests or limits. Nothing was done.', {
        details: { parameter: 'requests' },
      });
    }
    const resources = { ...(requests === undefined ? {} : { requests }), ...(limits === undefined ? {} : { limits }) };
    return changeTemplate(context, input, 'changed', (before, target) =>
      chooseContainers(before, target, containers).map((place) => ({ place, change: { resources } })),
    );
  },
  render: renderChange,
});
