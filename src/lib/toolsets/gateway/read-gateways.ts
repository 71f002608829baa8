import { servedKind, type ServedGroup } from '../../kubernetes/custom-resources/served-group.js';
import { findObjects, type ObjectsMeant } from '../../kubernetes/custom-resources/find-objects.js';
import { readCollection, type Collection } from '../../kubernetes/custom-resources/read-collection.js';
import { readServices, type ServiceIndex } from '../../kubernetes/custom-resources/service-index.js';
import type { Reading } from '../../kubernetes/diagnosis/reading.js';
import { FleetError } from '../../errors.js';
import { nameOf, namespaceOf } from '../../kubernetes/custom-resources/object-names.js';
import { parentsOf, ROUTE_KINDS } from './gateway-objects.js';

/** Everything that rules about gateways look at. */
export interface GatewayFacts {
  /** Those in question. */
  readonly gateways: Collection;
  /** Every gateway that could be read: parents of routes may be in other namespaces. */
  readonly allGateways: Collection;
  readonly classes: Collection;
  readonly routes: Collection;
  readonly grants: Collection;
  readonly services: ServiceIndex;
}

const MOST = 1000;
const NOTHING: Collection = { items: [], complete: true };

/**
 * Reads gateways and what belongs to them. With a name, only the routes that name this gateway are in question.
 * @throws FleetError NOT_FOUND for a gateway that is nowhere
 */
export async function readGateways(reading: Reading, group: ServedGroup, meant: ObjectsMeant): Promise<GatewayFacts> {
  const { context } = reading;
  const { name, namespace } = meant;
  const gateway = await servedKind(context, group, 'Gateway');
  const gateways = await findObjects(reading, gateway, meant);
  const read = async (kind: string, within: string | undefined): Promise<Collection> => {
    const resource = await reading.part(kind, () => ifServed(servedKind(context, group, kind)));
    if (resource === undefined) return { items: [], complete: false };
    return resource === 'absent' ? NOTHING : readCollection(reading, kind, { ...resource, namespace: within, most: MOST });
  };
  const within = name === undefined ? namespace : undefined;
  const [allGateways, classes, grants, services, ...routes] = await Promise.all([
    name === undefined && namespace === undefined
      ? gateways
      : readCollection(reading, 'gateways of other namespaces', { ...gateway, most: MOST }),
    read('GatewayClass', undefined),
    read('ReferenceGrant', undefined),
    readServices(reading, namespace),
    ...ROUTE_KINDS.map((kind) => read(kind, within)),
  ]);
  const items = routes.flatMap((collection) => collection.items).filter((route) => name === undefined || isParent(route, gateways));
  return { gateways, allGateways, classes, grants, services, routes: { items, complete: routes.every(({ complete }) => complete) } };
}

function isParent(route: Parameters<typeof parentsOf>[0], { items }: Collection): boolean {
  return parentsOf(route).some((parent) =>
    items.some((gateway) => nameOf(gateway) === parent.name && namespaceOf(gateway) === parent.namespace),
  );
}

/** A kind that this installation does not have holds no objects: nothing is left unchecked. */
async function ifServed<Value>(found: Promise<Value>): Promise<Value | 'absent'> {
  try {
    return await found;
  } catch (thrown) {
    if (FleetError.isInstance(thrown) && thrown.code === 'KIND_UNKNOWN') return 'absent';
    throw thrown;
  }
}
