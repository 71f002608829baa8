import {
  findGroup,
  openGroup,
  openKind,
  type Product,
  type ServedGroup,
  servedKind,
} from '../../kubernetes/custom-resources/served-group.js';
import type { ClusterContext, ResourceReference } from '../../context.js';
import { FleetError } from '../../errors.js';

const NETWORKING: Product = { product: 'Istio', group: 'networking.istio.io', versions: ['v1', 'v1beta1', 'v1alpha3'] };
const SECURITY: Product = { product: 'Istio', group: 'security.istio.io', versions: ['v1', 'v1beta1'] };
const TELEMETRY: Product = { product: 'Istio', group: 'telemetry.istio.io', versions: ['v1', 'v1alpha1'] };

/** Kinds of Istio, and the group of each. */
const GROUPS = {
  VirtualService: NETWORKING,
  DestinationRule: NETWORKING,
  Gateway: NETWORKING,
  ServiceEntry: NETWORKING,
  Sidecar: NETWORKING,
  WorkloadEntry: NETWORKING,
  EnvoyFilter: NETWORKING,
  PeerAuthentication: SECURITY,
  RequestAuthentication: SECURITY,
  AuthorizationPolicy: SECURITY,
  Telemetry: TELEMETRY,
} as const;

export type IstioKind = keyof typeof GROUPS;

export const ISTIO_KINDS = [
  'VirtualService',
  'DestinationRule',
  'Gateway',
  'ServiceEntry',
  'Sidecar',
  'WorkloadEntry',
  'EnvoyFilter',
  'PeerAuthentication',
  'RequestAuthentication',
  'AuthorizationPolicy',
  'Telemetry',
] as const satisfies readonly IstioKind[];

/**
 * The version of a kind of Istio that this cluster serves.
 * @throws FleetError KIND_UNKNOWN when Istio, or this kind of it, is not installed
 */
export async function istioKind(context: ClusterContext, kind: IstioKind): Promise<ResourceReference> {
  return openKind(context, GROUPS[kind], kind);
}

/** The groups of Istio that a cluster serves. */
export class MeshGroups {
  readonly #context: ClusterContext;
  readonly #groups: ReadonlyMap<string, ServedGroup>;

  private constructor(context: ClusterContext, groups: ReadonlyMap<string, ServedGroup>) {
    this.#context = context;
    this.#groups = groups;
  }

  /** @throws FleetError KIND_UNKNOWN when Istio is not installed */
  static async open(context: ClusterContext): Promise<MeshGroups> {
    const [networking, security] = await Promise.all([openGroup(context, NETWORKING), findGroup(context, SECURITY)]);
    const found = [networking, ...(security === undefined ? [] : [security])];
    return new MeshGroups(context, new Map(found.map((group) => [group.product.group, group])));
  }

  /** Undefined for a kind that this installation does not have: there can be no objects of it. */
  async kind(kind: IstioKind): Promise<ResourceReference | undefined> {
    const group = this.#groups.get(GROUPS[kind].group);
    if (group === undefined) return undefined;
    try {
      return await servedKind(this.#context, group, kind);
    } catch (thrown) {
      if (FleetError.isInstance(thrown) && thrown.code === 'KIND_UNKNOWN') return undefined;
      throw thrown;
    }
  }
}
