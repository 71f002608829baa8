import { z } from 'zod';
import { MAX_MANIFEST_LENGTH, parseManifests } from '../../kubernetes/parse-manifests.js';
import { namespaceField } from '../../kubernetes/fields.js';
import { waitRequest } from '../../kubernetes/wait-request.js';
import { diffField, dryRunField, timeoutField, waitForField } from '../../kubernetes/write-fields.js';
import { defineOperation } from '../../operation.js';
import { applyManifests } from './apply/apply-manifests.js';
import { applyOutput, boundDiffs, renderApply } from './apply/apply-result.js';
import { planManifests } from './apply/plan-manifests.js';
import { deferred } from '../../platform/deferred.js';

export const resourcesCreateOrUpdate = defineOperation({
  name: 'resources_create_or_update',
  title: 'Apply manifests',
  description: 'Server-side apply of YAML or JSON, several documents in order; stops at the first that fails.',
  scope: 'cluster',
  effect: 'write',
  idempotent: true,
  long: true,
  input: deferred(() =>
    z.object({
      resource: z.string().min(1).max(MAX_MANIFEST_LENGTH).describe('Manifests, separated by ---'),
      namespace: namespaceField().optional().describe('For documents that name none'),
      dry_run: dryRunField(),
      diff: diffField(),
      force: z.boolean().optional().describe('Take over fields of other managers'),
      wait_for: waitForField().refine((text) => text !== 'deleted', 'what was applied is not waited for to be deleted'),
      timeout: timeoutField(),
    }),
  ),
  output: applyOutput,
  handler: async (context, { resource, namespace, dry_run: dryRun, diff, force, ...waiting }) => {
    const wait = waitRequest({ ...waiting, dry_run: dryRun });
    const planned = await planManifests(context.cluster, await parseManifests(resource), namespace, context.signal);
    const results = await applyManifests(context, planned, { namespace, dryRun, diff, force, wait });
    return { dry_run: dryRun === true, results: boundDiffs(results) };
  },
  render: renderApply,
});
