import { z } from 'zod';
import { textAt } from '../../kubernetes/object-values.js';
import { defineOperation } from '../../operation.js';
import { namespaceField, releaseField, revisionField } from './fields.js';
import { withHelm } from './open-helm.js';
import { releaseLine, releaseOf, releaseOutput } from './release-output.js';
import { pageOfText } from './text-page.js';
import { deferred } from '../../platform/deferred.js';

export const helmStatus = defineOperation({
  name: 'helm_status',
  title: 'Status of a helm release',
  description: 'State, chart and notes of a release.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({ name: releaseField(), namespace: namespaceField(), revision: revisionField() })),
  output: deferred(() => z.strictObject({ release: releaseOutput, notes: z.string().optional() })),
  handler: async (context, { name, namespace, revision }) =>
    await withHelm(context, { namespace, reads: true }, async (helm) => {
      const at = revision === undefined ? [] : [`--revision=${String(revision)}`];
      const answer = await helm.json({ command: ['status', ...at], operands: [name] });
      const metadata = await helm.json({ command: ['get', 'metadata', ...at], operands: [name] });
      const notes = textAt(answer, 'info', 'notes') ?? '';
      const release = { ...releaseOf(answer), ...chartOf(metadata) };
      return { release, ...(notes === '' ? {} : { notes: pageOfText(notes, undefined).text }) };
    }),
  render: ({ release, notes }) => [releaseLine(release), ...(notes === undefined ? [] : [notes.trim()])].join('\n'),
});

function chartOf(metadata: unknown): { readonly chart?: string; readonly app_version?: string } {
  const chart = textAt(metadata, 'chart');
  const appVersion = textAt(metadata, 'appVersion');
  return {
    ...(chart === undefined ? {} : { chart: `${chart}-${textAt(metadata, 'version') ?? ''}` }),
    ...(appVersion === undefined || appVersion === '' ? {} : { app_version: appVersion }),
  };
}
