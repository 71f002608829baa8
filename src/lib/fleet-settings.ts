import type { AccessLevel } from './access-level.js';
import type { AccessRules } from './access-policy.js';
import type { ClusterManagerOptions } from './cluster-manager.js';
import type { FleetConfig } from './config/schema.js';

/** The access level of the fleet as a whole. */
export function fleetAccess(config: FleetConfig): AccessLevel {
  if (config.readOnly) return 'read-only';
  return config.disableDestructive ? 'non-destructive' : 'full';
}

/** Access levels as the dispatcher and the wire guard ask for them. */
export function accessRules(config: FleetConfig): AccessRules {
  return { fleet: fleetAccess(config), environments: config.access.environments, clusters: config.access.clusters };
}

/** The part of the configuration that says where clusters come from and how they are probed. */
export function clusterOptions(config: FleetConfig): ClusterManagerOptions {
  return {
    kubeconfigDir: config.kubeconfigDir,
    kubeconfig: config.kubeconfig,
    defaultCluster: config.defaultCluster,
    autoDiscovery: config.autoDiscovery,
    clusterAliases: config.clusterAliases,
    environments: config.environments,
    zones: config.zones,
    probeConcurrency: config.probeConcurrency,
    probeTimeoutMs: config.probeTimeout,
    requestTimeoutMs: config.requestTimeout,
  };
}
