import { FleetError } from '../../errors.js';
import { textAt, type PlainObject } from '../../kubernetes/object-values.js';
import { isRecord } from '../../platform/plain-records.js';

/** The objects of a manifest that helm rendered, by what they are and how they are called. */
export async function manifestObjects(manifest: string): Promise<ReadonlyMap<string, PlainObject>> {
  const { loadManifest } = await import('../../kubernetes/manifest-yaml.js');
  const objects = new Map<string, PlainObject>();
  for (const document of manifest.split(/^---(?:[ \t].*)?$/m)) {
    const object = read(() => loadManifest(document));
    if (isRecord(object)) objects.set(nameOf(object), object);
  }
  return objects;
}

/** `apps/v1 Deployment shop/web`; the namespace only where the manifest says one. */
function nameOf(object: PlainObject): string {
  const namespace = textAt(object, 'metadata', 'namespace');
  const name = textAt(object, 'metadata', 'name') ?? '(no name)';
  return `${textAt(object, 'apiVersion') ?? ''} ${textAt(object, 'kind') ?? ''} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

function read(load: () => unknown): unknown {
  try {
    return load();
  } catch {
    // The parser's message quotes the text, which may be a secret.
    throw new FleetError('PROGRAM_FAILED', 'helm rendered a manifest that is not YAML.');
  }
}
