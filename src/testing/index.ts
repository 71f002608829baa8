/**
 * Real Kubernetes control planes on this machine, for tests, demonstrations and benchmarks: see docs/testing.md.
 * Any export added here becomes public API.
 *
 * @module
 */
export type { ApiAnswer, LocalApiClient } from './api-client.js';
export { controlPlanesAvailable, type ControlPlaneAvailability } from './available.js';
export { type CertificateRequest, type CertifiedKey, issueCertificate } from './certificates/certificate.js';
export type { LocalClusterDescription, LocalFleetDescription } from './cluster-description.js';
export type { LocalClusterOptions, LocalFleetOptions } from './fleet-options.js';
export { attachLocalFleet, type LocalFleet, startLocalFleet } from './fleet.js';
export type { KubeconfigOptions, LocalKubeconfig } from './kubeconfig.js';
export type { LocalCluster } from './local-cluster.js';
export { type ClusterEndpoint, type MultipliedCluster, multiplyClusters, type MultiplyOptions } from './multiply.js';
export type { KubernetesVersion } from './programs/releases.js';
export type { ProxyCounters, ProxyTarget } from './proxies/behaviour.js';
export { type FaultProxy, type FaultProxyOptions, type Faults, startFaultProxy } from './proxies/fault-proxy.js';
export { type PathPrefixProxy, startPathPrefixProxy } from './proxies/path-prefix-proxy.js';
export type { EventSeed } from './seeding/events.js';
export type { SeedOptions } from './seeding/seed.js';
export type { LocalUser } from './users.js';
