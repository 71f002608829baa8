import { z } from 'zod';
import { dump } from 'js-yaml';

/** The output of operations that read one object. */
export const objectOutput = z.object({
  object: z.record(z.string(), z.unknown()).describe('Without managedFields and last-applied-configuration'),
});

/** The object as YAML under a line that names the cluster. */
export function renderObject(output: { readonly object: Readonly<Record<string, unknown>>; readonly cluster?: string }): string {
  return `# cluster: ${output.cluster ?? ''}\n${dump(output.object, { lineWidth: -1, noRefs: true }).trimEnd()}`;
}
