import type { ResourceReference } from '../../context.js';
import { FleetError } from '../../errors.js';
import type { Reading } from '../diagnosis/reading.js';
import { textAt, type PlainObject } from '../object-values.js';
import { readCollection, type Collection } from './read-collection.js';

/** Which objects a caller means: one by name, those of a namespace, or all. */
export interface ObjectsMeant {
  readonly name?: string | undefined;
  /** Absent: wherever they are. */
  readonly namespace?: string | undefined;
}

/** Objects of one diagnosis. */
const MOST_OBJECTS = 1000;

/**
 * The objects that are meant.
 * @throws FleetError NOT_FOUND for a name that is nowhere, and the failure where nothing could be read
 */
export async function findObjects(reading: Reading, resource: ResourceReference, { name, namespace }: ObjectsMeant): Promise<Collection> {
  const { cluster, signal } = reading.context;
  if (name !== undefined && namespace !== undefined) {
    return { items: [{ ...(await cluster.get(resource, name, { namespace, signal })), ...resource }], complete: true };
  }
  const fieldSelector = name === undefined ? undefined : `metadata.name=${name}`;
  const found = await readCollection(reading, resource.kind, { ...resource, namespace, fieldSelector, most: MOST_OBJECTS });
  reading.throwIfBlind();
  if (name !== undefined && found.items.length === 0) throw nowhere(cluster.cluster.name, resource.kind, name);
  return found;
}

/**
 * The one object that is meant.
 * @throws FleetError NOT_FOUND, INPUT_INVALID when several namespaces have one of this name
 */
export async function findOne(
  reading: Reading,
  resource: ResourceReference,
  meant: ObjectsMeant & { readonly name: string },
): Promise<PlainObject> {
  const { items } = await findObjects(reading, resource, meant);
  const [first] = items;
  const cluster = reading.context.cluster.cluster.name;
  if (first === undefined) throw nowhere(cluster, resource.kind, meant.name);
  if (items.length === 1) return first;
  const namespaces = items.map((item) => textAt(item, 'metadata', 'namespace') ?? '').sort();
  throw new FleetError(
    'INPUT_INVALID',
    `Several namespaces have a ${resource.kind} ${JSON.stringify(meant.name)}: ${namespaces.join(', ')}.`,
    {
      cluster,
      hint: 'Name the namespace.',
      details: { parameter: 'namespace', namespaces },
    },
  );
}

function nowhere(cluster: string, kind: string, name: string): FleetError {
  return new FleetError('NOT_FOUND', `No namespace of cluster "${cluster}" has a ${kind} ${JSON.stringify(name)}.`, {
    cluster,
    details: { object: { kind, name } },
  });
}
