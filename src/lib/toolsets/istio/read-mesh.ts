import { nameOf } from '../../kubernetes/custom-resources/object-names.js';
import { readCollection, type Collection } from '../../kubernetes/custom-resources/read-collection.js';
import { readServices, type ServiceIndex } from '../../kubernetes/custom-resources/service-index.js';
import type { Reading } from '../../kubernetes/diagnosis/reading.js';
import { MeshGroups, type IstioKind } from './mesh-groups.js';

/** Everything that rules about a mesh look at. Objects of Istio are those of all namespaces: rules of one act on others. */
export interface MeshFacts {
  readonly virtualServices: Collection;
  readonly destinationRules: Collection;
  readonly gateways: Collection;
  readonly serviceEntries: Collection;
  readonly peerAuthentications: Collection;
  readonly authorizationPolicies: Collection;
  readonly services: ServiceIndex;
  readonly namespaces: Collection;
  /** Running pods, their metadata only. */
  readonly pods: Collection;
  /** Whether every running pod of a namespace is among them. */
  readonly hasPodsOf: (namespace: string) => boolean;
  readonly controlPlane: Collection;
}

const MOST = 2000;
const MOST_PODS = 10_000;

/**
 * Reads the mesh of a cluster. What cannot be read is named as not checked.
 * @param namespace of the pods; absent: all
 * @throws FleetError KIND_UNKNOWN when Istio is not installed
 */
export async function readMesh(reading: Reading, namespace: string | undefined): Promise<MeshFacts> {
  const groups = await MeshGroups.open(reading.context);
  const read = async (kind: IstioKind): Promise<Collection> => {
    const resource = await reading.part(kind, async () => (await groups.kind(kind)) ?? 'absent');
    if (resource === undefined) return { items: [], complete: false };
    return resource === 'absent' ? { items: [], complete: true } : readCollection(reading, kind, { ...resource, most: MOST });
  };
  const pods = { apiVersion: 'v1', kind: 'Pod', namespace, fieldSelector: 'status.phase=Running', most: MOST_PODS, metadataOnly: true };
  const istiod = { apiVersion: 'apps/v1', kind: 'Deployment', labelSelector: 'app=istiod', most: 50 };
  const [
    virtualServices,
    destinationRules,
    gateways,
    serviceEntries,
    peerAuthentications,
    authorizationPolicies,
    services,
    namespaces,
    running,
    controlPlane,
  ] = await Promise.all([
    read('VirtualService'),
    read('DestinationRule'),
    read('Gateway'),
    read('ServiceEntry'),
    read('PeerAuthentication'),
    read('AuthorizationPolicy'),
    readServices(reading, namespace),
    readCollection(reading, 'namespaces', { apiVersion: 'v1', kind: 'Namespace', most: MOST }),
    readCollection(reading, 'running pods', pods),
    readCollection(reading, 'control plane', istiod),
  ]);
  reading.throwIfBlind();
  const own = namespace === undefined ? namespaces.items : namespaces.items.filter((one) => nameOf(one) === namespace);
  return {
    virtualServices,
    destinationRules,
    gateways,
    serviceEntries,
    peerAuthentications,
    authorizationPolicies,
    services,
    namespaces: { ...namespaces, items: own },
    pods: running,
    hasPodsOf: (asked) => running.complete && (namespace === undefined || namespace === asked),
    controlPlane,
  };
}
