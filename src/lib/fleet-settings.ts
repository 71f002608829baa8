import type { AccessLevel } from './access-level.js';
import type { AccessRules } from './access-policy.js';
import type { ClusterManagerOptions } from './cluster-manager.js';
import type { FleetConfig } from './config/schema.js';
import { scopeRules } from './policy/scope-rules.js';
import type { OperationSettings } from './operation-settings.js';

/** The access level of the fleet as a whole. */
export function fleetAccess(config: FleetConfig): AccessLevel {
  if (config.readOnly) return 'read-only';
  return config.disableDestructive ? 'non-destructive' : 'full';
}

/** Access levels as the dispatcher and the wire guard ask for them. */
export function accessRules(config: FleetConfig): AccessRules {
  const { allowedNamespaces, deniedNamespaces, allowedKinds, deniedKinds } = config;
  const { environments, clusters, rules } = config.access;
  const scopeOf = scopeRules({ allowedNamespaces, deniedNamespaces, allowedKinds, deniedKinds }, rules);
  return { fleet: fleetAccess(config), environments, clusters, scopeOf };
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

/** What operations go by. */
export function operationSettings({ helm, files }: FleetConfig): OperationSettings {
  return { helm, files };
}
