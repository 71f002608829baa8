import type { Coverage } from '../../context.js';
import { formatAge } from '../../platform/duration.js';
import { textTable } from '../../platform/text-table.js';
import { coverageLine } from './coverage-output.js';
import type { DetailOutput } from './detail-output.js';
import { reporter } from './report-output.js';
import type { StatusOutput } from './status-output.js';

const ERROR_WIDTH = 40;

/** The status table of the contract: one line per cluster, a legend, the coverage. */
export function renderStatusTable(answer: {
  readonly clusters: readonly StatusOutput[];
  readonly coverage: Coverage;
  readonly continue?: string | undefined;
}): string {
  if (answer.clusters.length === 0) return 'No cluster matched. clusters_list shows what is known and what could not be loaded.';
  const columns = ['cluster', 'status', 'version', 'nodes', 'namespaces', 'kubeconfig-age', 'latency', 'errors'];
  const now = Date.now();
  const rows = answer.clusters.map((cluster) => [
    `${cluster.cluster}${cluster.is_active === true ? ' *' : ''}`,
    cluster.status,
    cluster.version?.value,
    cluster.nodes === undefined ? undefined : `${String(cluster.nodes.ready)}/${String(cluster.nodes.total)}`,
    cluster.namespaces?.value,
    cluster.kubeconfig_updated === undefined ? undefined : formatAge(now - Date.parse(cluster.kubeconfig_updated)),
    cluster.reason === undefined && cluster.latency_ms !== undefined ? `${String(cluster.latency_ms.value)}ms` : undefined,
    cut(errorText(cluster)),
  ]);
  return [textTable(columns, rows), ...legend(answer)].join('\n');
}

/** What one cluster looks like, one fact per line. */
export function renderDetail(cluster: StatusOutput | undefined, detail: DetailOutput): string {
  if (cluster === undefined) return '';
  const facts: [string, string | undefined][] = [
    ['Cluster', `${cluster.cluster} (${cluster.environment})${cluster.is_active === true ? ' *active' : ''}`],
    ['Status', `${cluster.status}${cluster.reason === undefined ? '' : `: ${cluster.reason}`}`],
    ['Error', isReportedOnly(cluster) ? undefined : cluster.error],
    ['Reported', reportLine(cluster)],
    ['API server', detail.server],
    ['Version', cluster.version?.value],
    ['Nodes', nodesText(cluster, detail)],
    ['Namespaces', text(cluster.namespaces?.value)],
    ['Pods', detail.pods_by_phase === undefined ? undefined : phases(detail.pods_by_phase)],
    ['Services', text(detail.services)],
    ['Deployments', text(detail.deployments)],
    ['StatefulSets', text(detail.statefulsets)],
    ['Kubeconfig', cluster.kubeconfig_path],
    ['Last updated', cluster.kubeconfig_updated],
    ['Next refresh', detail.next_refresh],
    ['Latency', cluster.latency_ms === undefined ? undefined : `${String(cluster.latency_ms.value)} ms`],
    ['Server certificate', daysText(cluster.certificates?.server_days)],
    ['Client certificate', daysText(cluster.certificates?.client_days)],
    ['Observed', cluster.observed_at],
  ];
  const width = Math.max(...facts.map(([name]) => name.length)) + 2;
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [`${`${name}:`.padEnd(width)}${value}`])).join('\n');
}

function legend(answer: {
  readonly clusters: readonly StatusOutput[];
  readonly coverage: Coverage;
  readonly continue?: string | undefined;
}): string[] {
  const count = (state: StatusOutput['status']): number => answer.clusters.filter((cluster) => cluster.status === state).length;
  const reported = answer.clusters.filter(isReportedOnly).length;
  const states = [
    ...STATES.map((state) => `${String(count(state))} ${state}`),
    ...(reported === 0 ? [] : [`${String(reported)} only reported, not probed`]),
  ].join(', ');
  const more = answer.continue === undefined ? [] : [`… more clusters. Next: same call with continue=${answer.continue}`];
  return [`* = active cluster; nodes = ready/total; ${states}; coverage: ${coverageLine(answer.coverage)}`, ...more];
}

const STATES = ['Ready', 'NotReady', 'Unknown'] as const;

/** Nobody asked the cluster itself yet. */
function isReportedOnly(cluster: StatusOutput): boolean {
  return cluster.reported !== undefined && cluster.observed_at === undefined;
}

/** `Ready by Rancher prod`, `NotReady by Rancher prod, 3h ago: Cluster agent is not connected`. */
function reportLine({ reported }: StatusOutput): string | undefined {
  if (reported === undefined) return undefined;
  return `${reported.state} by ${reporter(reported)}${reported.message === undefined ? '' : `: ${reported.message}`}`;
}

function errorText(cluster: StatusOutput): string | undefined {
  const { reported, error = '' } = cluster;
  if (reported !== undefined && isReportedOnly(cluster))
    return `reported by ${reporter(reported)}${reported.message === undefined ? '' : `: ${reported.message}`}`;
  // What is reported says more than the reason of a probe that did not get through.
  if (reported !== undefined && error.startsWith(`${reported.by}: `)) return `${reporter(reported)}${error.slice(reported.by.length)}`;
  if (cluster.reason === undefined) return cluster.stale === true ? 'stale: its source cannot be listed' : cluster.error;
  return cluster.error === undefined ? cluster.reason : `${cluster.reason}: ${withoutSubject(cluster)}`;
}

/** The name stands in the first column already, and 40 characters are few. */
function withoutSubject({ cluster, error = '' }: StatusOutput): string {
  const subject = `Cluster ${JSON.stringify(cluster)} `;
  return error.startsWith(subject) ? error.slice(subject.length) : error;
}

function cut(error: string | undefined): string | undefined {
  if (error === undefined || error.length <= ERROR_WIDTH) return error;
  return `${error.slice(0, ERROR_WIDTH - 1)}…`;
}

function nodesText(cluster: StatusOutput, detail: DetailOutput): string | undefined {
  if (cluster.nodes === undefined) return undefined;
  const roles =
    detail.worker_nodes === undefined
      ? ''
      : ` (${String(detail.control_plane_nodes ?? 0)} control plane, ${String(detail.worker_nodes)} workers)`;
  return `${String(cluster.nodes.ready)} ready of ${String(cluster.nodes.total)}${roles}`;
}

function phases(counts: Readonly<Record<string, number>>): string {
  const entries = Object.entries(counts);
  return entries.length === 0 ? '0' : entries.map(([phase, count]) => `${String(count)} ${phase}`).join(', ');
}

function text(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function daysText(days: number | undefined): string | undefined {
  if (days === undefined) return undefined;
  return days < 0 ? `expired ${String(-days)} days ago` : `expires in ${String(days)} days`;
}
