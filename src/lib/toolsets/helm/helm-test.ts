import { z } from 'zod';
import { defineOperation } from '../../operation.js';
import { changeRelease } from './change-release.js';
import { namespaceField, releaseField, timeoutField, timeoutOf } from './fields.js';
import { withHelm } from './open-helm.js';
import { pageOfText } from './text-page.js';
import { deferred } from '../../platform/deferred.js';

export const helmTest = defineOperation({
  name: 'helm_test',
  title: 'Test a helm release',
  description: 'Runs the test pods that the chart of a release brings.',
  scope: 'cluster',
  effect: 'write',
  idempotent: false,
  long: true,
  input: deferred(() =>
    z.object({
      name: releaseField(),
      namespace: namespaceField(),
      logs: z.boolean().optional().describe('Show what they wrote'),
      timeout: timeoutField(),
    }),
  ),
  output: deferred(() => z.strictObject({ output: z.string(), truncated: z.boolean() })),
  handler: async (context, { name, namespace, logs, timeout }) =>
    await withHelm(context, { namespace, reads: false }, async (helm) => {
      const run = { command: ['test', ...(logs === true ? ['--logs'] : [])], operands: [name], timeoutMs: timeoutOf(timeout) };
      const page = pageOfText(await changeRelease(context, helm, name, async () => await helm.run(run)), undefined);
      return { output: page.text.trim(), truncated: page.continue !== undefined };
    }),
  render: ({ output, truncated }) => `${output}${truncated ? '\n… cut' : ''}`,
});
