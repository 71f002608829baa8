import { z } from 'zod';
import { defineOperation } from '../../operation.js';
import { changeRelease } from './change-release.js';
import { dryRunField, namespaceField, releaseField, timeoutField, timeoutOf } from './fields.js';
import { withHelm } from './open-helm.js';
import { deferred } from '../../platform/deferred.js';

export const helmUninstall = defineOperation({
  name: 'helm_uninstall',
  title: 'Uninstall a helm release',
  description: 'Deletes a release with its objects.',
  scope: 'cluster',
  effect: 'destructive',
  idempotent: true,
  long: true,
  input: deferred(() =>
    z.object({
      name: releaseField(),
      namespace: namespaceField(),
      keep_history: z.boolean().optional().describe('So that helm_rollback can bring it back'),
      wait: z.boolean().optional().describe('Until all is gone'),
      timeout: timeoutField(),
      dry_run: dryRunField(),
    }),
  ),
  output: deferred(() => z.strictObject({ name: z.string(), namespace: z.string(), dry_run: z.boolean(), message: z.string() })),
  handler: async (context, { name, namespace, keep_history: keep, wait, timeout, dry_run: dryRun = false }) =>
    await withHelm(context, { namespace, reads: dryRun }, async (helm) => {
      const command = [
        'uninstall',
        ...(keep === true ? ['--keep-history'] : []),
        ...(wait === true ? ['--wait'] : []),
        ...(dryRun ? ['--dry-run'] : []),
      ];
      const run = { command, operands: [name], timeoutMs: timeoutOf(timeout) };
      const uninstall = async (): Promise<string> => await helm.run(run);
      const said = await (dryRun ? uninstall() : changeRelease(context, helm, name, uninstall));
      return { name, namespace: helm.namespace, dry_run: dryRun, message: said.trim() };
    }),
  render: ({ name, namespace, dry_run: dryRun, message }) =>
    dryRun ? `Would uninstall ${namespace}/${name}. Nothing was done.` : `${namespace}/${name}: ${message}`,
});
