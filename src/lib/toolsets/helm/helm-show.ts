import { z } from 'zod';
import { defineOperation } from '../../operation.js';
import { chartReference } from './chart-reference.js';
import { chartField, continueField, versionField } from './fields.js';
import { withoutCluster } from './open-helm.js';
import { continuation, pageOfText } from './text-page.js';
import { deferred } from '../../platform/deferred.js';

export const helmShow = defineOperation({
  name: 'helm_show',
  title: 'Read a helm chart',
  description: 'Default values, description, readme or CRDs of a chart, before it is installed.',
  scope: 'local',
  effect: 'read',
  idempotent: true,
  long: true,
  input: deferred(() =>
    z.object({
      chart: chartField(),
      version: versionField(),
      what: z.enum(['values', 'chart', 'readme', 'crds']).optional().describe('Default: values'),
      continue: continueField(),
    }),
  ),
  output: deferred(() => z.strictObject({ text: z.string(), continue: z.string().optional() })),
  handler: async (context, { chart: reference, version, what = 'values', continue: token }) => {
    const { chart, flags } = await chartReference(reference, context.settings.helm);
    return await withoutCluster(context, async (helm) => {
      const command = ['show', what, ...flags, ...(version === undefined ? [] : [`--version=${version}`])];
      const page = pageOfText(await helm.run({ command, operands: [chart] }), token);
      return { text: page.text, ...(page.continue === undefined ? {} : { continue: page.continue }) };
    });
  },
  render: ({ text, continue: next }) => [text.trimEnd() || '(empty)', ...continuation(next)].join('\n'),
});
