import { basename } from 'node:path';
import type { FleetEvents } from './events.js';
import type { NskIntegration } from './integrations/nsk/nsk-integration.js';
import type { Logger } from './platform/logger.js';
import type { Metrics } from './platform/metrics.js';
import type { TypedEmitter } from './typed-emitter.js';

/** Whom the refreshes of an integration are told. */
export interface RefreshListeners {
  readonly events: TypedEmitter<FleetEvents>;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Label of the metrics. */
  readonly environment: string;
  /** Stands before the names of its clusters in the fleet. */
  readonly prefix: string | undefined;
}

/** Tells the fleet, its log and its metrics what one integration does. A partial refresh counts as one that failed: `partial`. */
export function tellRefreshes(integration: NskIntegration, { events, metrics, logger, environment, prefix = '' }: RefreshListeners): void {
  const rancher = integration.name;
  let began: number | undefined;
  const seconds = (): number => (began === undefined ? 0 : (performance.now() - began) / 1000);
  integration.on('refresh-started', (facts) => {
    began = performance.now();
    events.emit('refresh-started', { rancher, ...facts });
    logger.log('debug', 'A refresh of kubeconfigs begins', { rancher, provider: facts.provider });
  });
  integration.on('refresh-finished', (facts) => {
    const { outcome, summary, written, durationMs } = facts;
    if (outcome === 'Success') metrics.refreshSucceeded(environment, durationMs / 1000);
    else metrics.refreshFailed(environment, 'partial', durationMs / 1000);
    began = undefined;
    events.emit('refresh-finished', { rancher, ...facts });
    const level = outcome === 'Partial' ? 'warn' : written.length > 0 ? 'info' : 'debug';
    logger.log(level, 'A refresh of kubeconfigs ended', { rancher, summary, written: written.length });
  });
  integration.on('refresh-failed', (facts) => {
    metrics.refreshFailed(environment, facts.code.toLowerCase(), seconds());
    began = undefined;
    events.emit('refresh-failed', { rancher, ...facts });
    const { code, message: problem, failuresInARow } = facts;
    logger.log('warn', 'A refresh of kubeconfigs failed; those at hand stay in use', { rancher, code, problem, failuresInARow });
  });
  integration.on('health-changed', (facts) => {
    events.emit('refresh-health-changed', { rancher, ...facts });
    const level = facts.health === 'Unhealthy' ? 'error' : facts.health === 'Degraded' ? 'warn' : 'info';
    logger.log(level, `Refreshes became ${facts.health}`, { rancher, previous: facts.previous, reason: facts.reason });
  });
  integration.on('endpoint-switched', ({ path, endpoint }) => {
    const cluster = `${prefix}${basename(path, '.yaml')}`;
    events.emit('endpoint-switched', { rancher, cluster, endpoint });
    logger.log('warn', 'A kubeconfig leads to another endpoint', { rancher, cluster, endpoint });
  });
  integration.on('cluster-removed', ({ cluster: called, removedAt }) => {
    void nameInFleet(integration, called, prefix).then((cluster) => {
      events.emit('rancher-cluster-removed', { rancher, cluster, removedAt });
      logger.log('warn', 'A cluster is not in Rancher any more; its kubeconfig stays until it is cleaned', { rancher, cluster });
    });
  });
}

/** A cluster is named by its file, which need not be called as Rancher calls the cluster. */
async function nameInFleet(integration: NskIntegration, called: string, prefix: string): Promise<string> {
  const known = await integration.status().catch(() => undefined);
  const path = known?.clusters.find(({ name }) => name === called)?.path;
  return `${prefix}${path === undefined ? called : basename(path, '.yaml')}`;
}
