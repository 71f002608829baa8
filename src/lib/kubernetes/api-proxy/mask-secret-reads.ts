import type { ApiRequest } from '../../context.js';
import { isRecord, mapValues } from '../../platform/plain-records.js';
import { valueAt } from '../object-values.js';

/** `***` as the data of a Secret must be written. */
const MASKED = Buffer.from('***').toString('base64');
/** The type of the Secrets in which helm keeps its releases. */
const RELEASE_TYPE = 'helm.sh/release.v1';

/** How a request reads Secrets, where it does. */
export function readOfSecrets({ method, path, query }: ApiRequest): 'whole' | 'watch' | undefined {
  if (method !== 'GET' || !/^\/api\/v1\/(watch\/)?(namespaces\/[^/]+\/)?secrets(\/|$)/.test(path)) return undefined;
  return path.startsWith('/api/v1/watch/') || isOn(query?.['watch']) ? 'watch' : 'whole';
}

/** One Secret or a list of them with the values masked, save those in which helm keeps its releases. */
export function maskForeignSecrets(answer: unknown): unknown {
  if (!isRecord(answer)) return answer;
  if (Array.isArray(answer['items'])) return { ...answer, items: answer['items'].map(masked) };
  return masked(answer);
}

function masked(secret: unknown): unknown {
  if (!isRecord(secret) || secret['type'] === RELEASE_TYPE) return secret;
  const data = secret['data'];
  const rest = isRecord(valueAt(secret, 'metadata', 'annotations')) ? withoutAnnotations(secret) : secret;
  return isRecord(data) ? { ...rest, data: mapValues(data, () => MASKED) } : rest;
}

/** Tools keep copies of a whole Secret in its annotations. */
function withoutAnnotations(secret: Record<string, unknown>): Record<string, unknown> {
  const { metadata } = secret;
  return isRecord(metadata) ? { ...secret, metadata: { ...metadata, annotations: {} } } : secret;
}

function isOn(value: unknown): boolean {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return last !== undefined && last !== 'false' && last !== '0';
}
