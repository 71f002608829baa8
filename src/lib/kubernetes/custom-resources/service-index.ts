import type { FleetError } from '../../errors.js';
import type { Reading } from '../diagnosis/reading.js';
import { recordAt, recordsAt, type PlainObject } from '../object-values.js';
import { indexByPlace, namespaceOf } from './object-names.js';
import { readCollection, type Collection } from './read-collection.js';

const MOST_SERVICES = 3000;

/** The services of a cluster, as far as they could be read. */
export class ServiceIndex {
  readonly #services: ReadonlyMap<string, PlainObject>;
  readonly #covers: (namespace: string) => boolean;

  constructor({ items, complete }: Collection, namespace?: string) {
    this.#services = indexByPlace(items);
    this.#covers = (asked) => complete && (namespace === undefined || asked === namespace);
  }

  /** `missing` only where it is certain; undefined where nothing is known. */
  find(namespace: string, name: string): PlainObject | 'missing' | undefined {
    return this.#services.get(`${namespace}/${name}`) ?? (this.#covers(namespace) ? 'missing' : undefined);
  }

  /** Those of one namespace. */
  of(namespace: string): readonly PlainObject[] {
    return [...this.#services.values()].filter((service) => namespaceOf(service) === namespace);
  }
}

/** Reads the services of all namespaces; where that is closed, those of the one in question. */
export async function readServices(reading: Reading, namespace: string | undefined): Promise<ServiceIndex> {
  const wanted = { apiVersion: 'v1', kind: 'Service', most: MOST_SERVICES };
  const all = await readCollection(reading, 'services', wanted);
  const isClosed = reading.failures.some((failure) => isRefusal(failure));
  if (all.complete || all.items.length > 0 || namespace === undefined || !isClosed) return new ServiceIndex(all);
  return new ServiceIndex(await readCollection(reading, `services of ${namespace}`, { ...wanted, namespace }), namespace);
}

/** The labels by which a service selects pods; empty where it selects none. */
export function selectorOf(service: PlainObject): Readonly<Record<string, unknown>> {
  return recordAt(service, 'spec', 'selector');
}

/** Port numbers of a service. */
export function portsOf(service: PlainObject): number[] {
  return recordsAt(service, 'spec', 'ports').flatMap(({ port }) => (typeof port === 'number' ? [port] : []));
}

function isRefusal({ code }: FleetError): boolean {
  return code === 'FORBIDDEN' || code === 'OPERATION_NOT_ALLOWED';
}
