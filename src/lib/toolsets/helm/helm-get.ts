import { z } from 'zod';
import { defineOperation } from '../../operation.js';
import { isRecord } from '../../platform/plain-records.js';
import { redact } from '../../platform/redact.js';
import { renderPlain } from '../../platform/render-plain.js';
import { continueField, namespaceField, releaseField, revisionField } from './fields.js';
import { withHelm } from './open-helm.js';
import { continuation, pageOfText } from './text-page.js';
import { deferred } from '../../platform/deferred.js';

/** Characters; longer ones are read in parts, as text. */
const MAX_VALUES_LENGTH = 15_000;

export const helmGet = defineOperation({
  name: 'helm_get',
  title: 'Read a helm release',
  description: 'What a release was made with and of. Values of secrets are masked.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      name: releaseField(),
      namespace: namespaceField(),
      what: z.enum(['values', 'manifest', 'notes', 'hooks', 'all']).optional().describe('Default: values'),
      revision: revisionField(),
      all_values: z.boolean().optional().describe("With the chart's defaults"),
      continue: continueField(),
    }),
  ),
  output: deferred(() =>
    z.strictObject({
      values: z.record(z.string(), z.unknown()).optional(),
      text: z.string().optional().describe('Manifest, notes, hooks, long values'),
      continue: z.string().optional(),
    }),
  ),
  handler: async (context, { name, namespace, what = 'values', revision, all_values: allValues = false, continue: token }) =>
    await withHelm(context, { namespace, reads: true }, async (helm) => {
      const at = revision === undefined ? [] : [`--revision=${String(revision)}`];
      const read = async (part: string): Promise<string> => await helm.run({ command: ['get', part, ...at], operands: [name] });
      const texts: string[] = [];
      let values: Record<string, unknown> | undefined;
      if (what === 'values' || what === 'all') {
        const all = await helm.json({ command: ['get', 'values', ...at, ...(allValues ? ['--all'] : [])], operands: [name] });
        values = redact(isRecord(all) ? all : {});
        if (JSON.stringify(values).length > MAX_VALUES_LENGTH) {
          texts.push(`# values\n${renderPlain(values)}`);
          values = undefined;
        }
      }
      const parts = what === 'all' ? ['manifest', 'hooks', 'notes'] : what === 'values' ? [] : [what];
      for (const part of parts) texts.push(parts.length === 1 ? await read(part) : `# ${part}\n${await read(part)}`);
      const answer = values === undefined || token !== undefined ? {} : { values };
      return texts.length === 0 ? answer : { ...answer, ...pageOfText(texts.join('\n'), token) };
    }),
  render: ({ values, text, continue: next }) =>
    [
      ...(values === undefined ? [] : [`# values\n${renderPlain(values) || '(none)'}`]),
      ...(text === undefined ? [] : [text.trimEnd()]),
      ...continuation(next),
    ].join('\n') || '(nothing)',
});
