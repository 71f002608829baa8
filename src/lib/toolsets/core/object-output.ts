import { dump } from 'js-yaml';
import { z } from 'zod';
import { deferred, once } from '../../platform/deferred.js';

export const formatField = once(() => z.enum(['yaml', 'json']).optional().describe('Default yaml'));
export const pathField = once(() => z.string().min(1).max(600).optional().describe('JSONPath: only this part'));

/** The output of operations that read one object. */
export const objectOutput = deferred(() =>
  z.object({
    object: z.record(z.string(), z.unknown()).describe('Without managedFields and last-applied-configuration; with path: its values'),
    format: z.enum(['yaml', 'json']).optional(),
  }),
);

/** The object under a line that names the cluster. */
export function renderObject(output: z.output<typeof objectOutput> & { readonly cluster?: string }): string {
  const text =
    output.format === 'json' ? JSON.stringify(output.object, null, 2) : dump(output.object, { lineWidth: -1, noRefs: true }).trimEnd();
  return `# cluster: ${output.cluster ?? ''}\n${text}`;
}
