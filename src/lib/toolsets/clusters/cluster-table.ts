import { textTable } from '../../platform/text-table.js';
import type { ClusterOutput } from './cluster-output.js';
import { reporter } from './report-output.js';

/** The clusters as a table; labels and reports only where there are any. */
export function clusterTable(clusters: readonly ClusterOutput[]): string {
  const details = clusters.some((cluster) => cluster.source !== undefined);
  const anyLabels = clusters.some((cluster) => cluster.labels !== undefined);
  const anyReports = clusters.some((cluster) => cluster.reported !== undefined);
  const anyStale = clusters.some((cluster) => cluster.stale === true);
  const columns = [
    'cluster',
    'environment',
    ...(anyStale ? ['state'] : []),
    ...(anyReports ? ['reported'] : []),
    ...(details ? ['zone', 'aliases', 'last refresh', 'kubeconfig'] : []),
    ...(anyLabels ? ['labels'] : []),
  ];
  const rows = clusters.map((cluster) => [
    `${cluster.name}${cluster.is_active ? ' *' : ''}`,
    `${cluster.environment}${cluster.environment_guessed === true && cluster.environment !== 'unknown' ? ' (guessed)' : ''}`,
    ...(anyStale ? [cluster.stale === true ? 'stale' : 'listed'] : []),
    ...(anyReports ? [cluster.reported === undefined ? undefined : `${cluster.reported.state} by ${reporter(cluster.reported)}`] : []),
    ...(details ? [cluster.zone, cluster.aliases?.join(','), cluster.last_refresh, cluster.kubeconfig_path ?? cluster.source] : []),
    ...(anyLabels ? [labelsText(cluster.labels)] : []),
  ]);
  return textTable(columns, rows);
}

/** Clusters of Rancher carry many labels that say the same of all of them. */
function labelsText(labels: ClusterOutput['labels'] = {}): string {
  const all = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const shown = all.slice(0, MOST_LABELS).join(',');
  return all.length > MOST_LABELS ? `${shown},… ${String(all.length - MOST_LABELS)} more` : shown;
}

const MOST_LABELS = 6;
