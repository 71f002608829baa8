import { z } from 'zod';
import { changeObject } from '../../kubernetes/change-object.js';
import { changeOutput } from '../../kubernetes/change-output.js';
import { renderChange } from '../../kubernetes/change-text.js';
import { PATCH_TYPES } from '../../kubernetes/object-patch.js';
import { describeTarget, findTarget } from '../../kubernetes/object-target.js';
import { textAt } from '../../kubernetes/object-values.js';
import { waitAfter } from '../../kubernetes/wait-after.js';
import { waitRequest } from '../../kubernetes/wait-request.js';
import { timeoutField, waitForField } from '../../kubernetes/write-fields.js';
import { defineOperation } from '../../operation.js';
import { changeFields, objectFields } from './object-fields.js';
import { checkPatch } from './check-patch.js';
import { deferred } from '../../platform/deferred.js';

const MAX_STEPS = 1_000;

export const resourcesPatch = defineOperation({
  name: 'resources_patch',
  title: 'Patch a resource',
  description: 'Changes parts of one object of any kind, or of its status or scale.',
  scope: 'cluster',
  effect: 'write',
  idempotent: false,
  long: true,
  input: deferred(() =>
    z.object({
      ...objectFields,
      patch: z
        .union([z.record(z.string(), z.unknown()), z.array(z.record(z.string(), z.unknown())).min(1).max(MAX_STEPS)])
        .describe('An object, or the steps of a JSON patch'),
      type: z.enum(PATCH_TYPES).optional().describe('Default: json for steps, else strategic (merge for custom kinds)'),
      subresource: z.enum(['status', 'scale']).optional().describe('Instead of the object'),
      resource_version: z.string().min(1).max(100).optional().describe('Only in this state'),
      force: z.boolean().optional().describe('For apply: take over fields of other managers'),
      ...changeFields,
      wait_for: waitForField(),
      timeout: timeoutField(),
    }),
  ),
  output: changeOutput,
  handler: async (context, { apiVersion, kind, name, namespace, patch, type, force, dry_run: dryRun, diff, ...input }) => {
    const { subresource, resource_version: resourceVersion } = input;
    const wait = waitRequest({ ...input, dry_run: dryRun });
    const target = await findTarget(context.cluster, { apiVersion, kind, name, namespace }, context.signal);
    const checked = checkPatch(patch, { type, force, subresource, kind: target.kind });
    const { output, after } = await changeObject(context, target, checked, { dryRun, diff, force, subresource, resourceVersion });
    const waited = await waitAfter(context, target, wait, `${describeTarget(target)} is patched`, textAt(after, 'metadata', 'uid'));
    return { ...output, ...(waited === undefined ? {} : { state: waited.state }) };
  },
  render: renderChange,
});
