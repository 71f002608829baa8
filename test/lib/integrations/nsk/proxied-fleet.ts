import type { LocalFleet } from '../../../../src/testing/index.js';
import type { RancherCluster } from '../../../support/rancher/stand-in-rancher.js';

/** The real clusters of a fleet, behind a stand-in of Rancher, with as many beside them that only have a name. */
export function proxiedClusters(fleet: LocalFleet, others = 0): RancherCluster[] {
  const real = fleet.clusters.map(({ name, description }, index) => ({
    id: `c-m-real${String(index).padStart(4, '0')}`,
    name,
    server: {
      host: description.host,
      port: description.port,
      authority: description.authority.certificate,
      adminToken: description.tokens.admin,
    },
  }));
  const named = Array.from({ length: others }, (_, index) => ({
    id: `c-m-${String(index).padStart(8, '0')}`,
    name: `other-${String(index)}`,
  }));
  return [...named, ...real];
}

/** What each of them says under `/version`. */
export function versionsOf(fleet: LocalFleet): Record<string, string> {
  return Object.fromEntries(fleet.clusters.map(({ name, version }) => [name, `v${version}`]));
}
