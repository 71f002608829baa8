import { z } from 'zod';
import { textAt } from '../../kubernetes/object-values.js';
import { releaseLine, releaseOf, releaseOutput } from './release-output.js';
import { pageOfText } from './text-page.js';
import { deferred } from '../../platform/deferred.js';

/** What installs and upgrades answer. */
export const changeOutput = deferred(() =>
  z.strictObject({
    dry_run: z.boolean(),
    release: releaseOutput,
    notes: z.string().optional(),
    manifest: z.string().optional().describe('Of a dry run'),
    truncated: z.boolean().optional().describe('The manifest is cut'),
  }),
);
export type ChangeOutput = z.output<typeof changeOutput>;

/** The release that helm printed; with the manifest where nothing was done. */
export function changeAnswer(answer: unknown, dryRun: boolean): ChangeOutput {
  const notes = textAt(answer, 'info', 'notes') ?? '';
  const page = pageOfText(textAt(answer, 'manifest') ?? '', undefined);
  return {
    dry_run: dryRun,
    release: releaseOf(answer),
    ...(notes === '' ? {} : { notes: pageOfText(notes, undefined).text }),
    ...(dryRun ? { manifest: page.text, ...(page.continue === undefined ? {} : { truncated: true }) } : {}),
  };
}

export function changeText({ dry_run: dryRun, release, notes, manifest, truncated = false }: ChangeOutput): string {
  const first = `${dryRun ? 'Would be (nothing was done): ' : ''}${releaseLine(release)}`;
  return [
    first,
    ...(notes === undefined ? [] : [notes.trim()]),
    ...(manifest === undefined ? [] : [manifest.trim()]),
    ...(truncated ? ['… cut: helm_template shows the whole'] : []),
  ].join('\n');
}
