import type { FleetEvents } from '../events.js';
import type { TypedEmitter } from '../typed-emitter.js';
import type { RegistryChange } from './registry-change.js';

/** Tells listeners what a listing changed. */
export function announce(change: RegistryChange, events: TypedEmitter<FleetEvents>): void {
  const { source } = change;
  if (change.sourceFailed !== undefined) events.emit('source-failed', { source, ...change.sourceFailed });
  if (change.sourceRecovered) events.emit('source-recovered', { source });
  for (const { name, environment, zone, origin } of change.added)
    events.emit('cluster-added', { cluster: name, environment, zone, source: origin.source });
  for (const { name, kubeconfigPath } of change.rewritten) {
    if (kubeconfigPath !== undefined) events.emit('kubeconfig-refreshed', { cluster: name, path: kubeconfigPath });
  }
  for (const { name, origin } of change.changed) events.emit('cluster-changed', { cluster: name, source: origin.source });
  for (const { name, origins } of change.conflicts) events.emit('cluster-conflict', { cluster: name, origins: [...origins] });
  for (const { name, origin } of change.removed) events.emit('cluster-removed', { cluster: name, source: origin.source });
  for (const { descriptor, stale } of change.stale)
    events.emit('cluster-stale', { cluster: descriptor.name, source: descriptor.origin.source, since: stale.since });
  if (change.held.length > 0) events.emit('source-shrink-held', { source, clusters: [...change.held] });
}
