import { z } from 'zod';
import { dump } from 'js-yaml';
import { isRecord } from '../../platform/plain-records.js';

/** The output of operations that read one object. */
export const objectOutput = z.object({
  object: z.record(z.string(), z.unknown()).describe('Without managedFields and last-applied-configuration'),
});

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The object without what only machines read: managed fields and the last-applied copy of itself. */
export function slimObject(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { metadata, ...rest } = object;
  if (!isRecord(metadata)) return { ...object };
  const { managedFields: _managed, annotations, ...kept } = metadata;
  const slim: Record<string, unknown> = { ...kept };
  if (isRecord(annotations)) {
    const { [LAST_APPLIED]: _applied, ...others } = annotations;
    if (Object.keys(others).length > 0) slim['annotations'] = others;
  }
  const { apiVersion, kind, ...body } = rest;
  return { apiVersion, kind, metadata: slim, ...body };
}

/** The object as YAML under a line that names the cluster. */
export function renderObject(output: { readonly object: Readonly<Record<string, unknown>>; readonly cluster?: string }): string {
  return `# cluster: ${output.cluster ?? ''}\n${dump(output.object, { lineWidth: -1, noRefs: true }).trimEnd()}`;
}
