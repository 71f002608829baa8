import { isRecord } from '../platform/plain-records.js';

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
