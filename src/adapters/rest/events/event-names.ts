import type { FleetEvents } from '../../../index.js';

/** Every event of a fleet. A new one does not compile before it stands here. */
const TOLD = {
  'cluster-added': true,
  'cluster-changed': true,
  'cluster-removed': true,
  'cluster-stale': true,
  'cluster-conflict': true,
  'cluster-unreachable': true,
  'cluster-reachable': true,
  'active-cluster-changed': true,
  'kubeconfig-refreshed': true,
  'refresh-started': true,
  'refresh-finished': true,
  'refresh-failed': true,
  'refresh-health-changed': true,
  'rancher-cluster-removed': true,
  'endpoint-switched': true,
  'source-failed': true,
  'source-recovered': true,
  'source-shrink-held': true,
  'session-opened': true,
  'session-closed': true,
  'operation-finished': true,
  'operations-changed': true,
} as const satisfies Record<keyof FleetEvents, true>;

// The literal above has exactly these keys.
export const EVENT_NAMES = Object.keys(TOLD) as readonly (keyof FleetEvents)[];

/** After these, a selector may mean other clusters than before. */
export const CHANGES_OF_THE_FLEET: ReadonlySet<string> = new Set<keyof FleetEvents>([
  'cluster-added',
  'cluster-changed',
  'cluster-removed',
  'cluster-stale',
  'cluster-conflict',
]);
