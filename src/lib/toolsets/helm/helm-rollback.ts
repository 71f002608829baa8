import { z } from 'zod';
import { FleetError } from '../../errors.js';
import { defineOperation } from '../../operation.js';
import { changeRelease } from './change-release.js';
import { namespaceField, releaseField, timeoutField, timeoutOf, waitField } from './fields.js';
import { withHelm } from './open-helm.js';
import { releaseLine, releaseOutput, releaseRow } from './release-output.js';
import { deferred } from '../../platform/deferred.js';

/** Destructive: what the older revision does not have is deleted. */
export const helmRollback = defineOperation({
  name: 'helm_rollback',
  title: 'Roll back a helm release',
  description: 'Makes an older revision the newest. helm_diff with revision shows what it changes.',
  scope: 'cluster',
  effect: 'destructive',
  idempotent: false,
  long: true,
  input: deferred(() =>
    z.object({
      name: releaseField(),
      namespace: namespaceField(),
      revision: z.int().min(1).max(1_000_000).optional().describe('Default: the one before'),
      wait: waitField(),
      timeout: timeoutField(),
    }),
  ),
  output: deferred(() => z.strictObject({ release: releaseOutput })),
  handler: async (context, { name, namespace, revision, wait, timeout }) =>
    await withHelm(context, { namespace, reads: false }, async (helm) => {
      const command = ['rollback', ...(wait === true ? ['--wait'] : [])];
      const operands = [name, ...(revision === undefined ? [] : [String(revision)])];
      return await changeRelease(context, helm, name, async () => {
        await helm.run({ command, operands, timeoutMs: timeoutOf(timeout) });
        const rows = await helm.json({ command: ['history', '--max=1'], operands: [name] });
        if (!Array.isArray(rows) || rows.length === 0)
          throw new FleetError('PROGRAM_FAILED', `helm has no history of ${name} after the rollback.`);
        return { release: releaseRow(rows[0], { name, namespace: helm.namespace }) };
      });
    }),
  render: ({ release }) => releaseLine(release),
});
