import type { ClusterContext } from '../../context.js';
import { FleetError } from '../../errors.js';
import { isRecord } from '../../platform/plain-records.js';
import { conditionsOf, describeCondition } from '../conditions.js';
import { recordsAt, textAt, type PlainObject } from '../object-values.js';

/** Whose usage. */
export interface MetricsQuery {
  readonly kind: 'Node' | 'Pod';
  /** For pods; absent: all. */
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly labelSelector?: string | undefined;
}

const METRICS_API = '/apis/metrics.k8s.io/v1beta1';
const API_SERVICE = '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io';
const MOST_BYTES = 64 * 1024 * 1024;

const INSTALL = 'Install it: kubectl apply -f https://github.com/kubernetes-sigs/metrics-server/releases/latest/download/components.yaml';
const INSTEAD = 'Without it, nodes_stats_summary asks the kubelet of one node.';

/**
 * The entries of metrics.k8s.io: NodeMetrics or PodMetrics.
 * @throws FleetError KIND_UNKNOWN where no metrics-server is installed, SERVER_ERROR with the reason where it does not answer, NOT_FOUND
 * for a name that it has no metrics of
 */
export async function readMetrics(
  context: Pick<ClusterContext, 'cluster' | 'signal'>,
  query: MetricsQuery,
): Promise<readonly PlainObject[]> {
  const { cluster, signal } = context;
  const { kind, namespace, name, labelSelector } = query;
  // The path of the objects themselves is made where names are checked; that of their metrics differs in how it begins.
  const { path } = await cluster.locate({ apiVersion: 'v1', kind }, { namespace, name, signal });
  try {
    const response = await cluster.request({
      path: path.replace('/api/v1', METRICS_API),
      query: { labelSelector },
      signal,
      maxBytes: MOST_BYTES,
    });
    const answer = response.json();
    return name === undefined ? recordsAt(answer, 'items') : isRecord(answer) ? [answer] : [];
  } catch (thrown) {
    throw await metricsFailure(thrown, context, query);
  }
}

async function metricsFailure(thrown: unknown, context: Pick<ClusterContext, 'cluster' | 'signal'>, query: MetricsQuery): Promise<unknown> {
  if (!FleetError.isInstance(thrown)) return thrown;
  const { code, details, message } = thrown;
  const cluster = context.cluster.cluster.name;
  if (code === 'NOT_FOUND' && details?.['object'] !== undefined) {
    const what = `${query.kind.toLowerCase()} ${JSON.stringify(query.name)}`;
    return new FleetError('NOT_FOUND', `Cluster "${cluster}" has no metrics of ${what}.`, {
      cluster,
      cause: thrown,
      hint: 'Check the name. A pod has metrics when it has been running for about a minute, a node when its kubelet answers.',
      details,
    });
  }
  if (code === 'NOT_FOUND') {
    return new FleetError('KIND_UNKNOWN', `Cluster "${cluster}" serves no metrics.k8s.io: metrics-server is not installed.`, {
      cluster,
      cause: thrown,
      hint: `${INSTALL}. ${INSTEAD}`,
      details: { ...details, missing: 'metrics-server' },
    });
  }
  if (code !== 'SERVER_ERROR') return thrown;
  const why = (await availability(context)) ?? message;
  return new FleetError('SERVER_ERROR', `metrics-server of cluster "${cluster}" does not answer: ${why}`, {
    cluster,
    cause: thrown,
    hint: `Look at its pods (pods_list with labelSelector k8s-app=metrics-server) and their log; just after its start it needs about a minute. ${INSTEAD}`,
    details,
  });
}

/** What the API server says of it; undefined when it does not say, or not to this user. */
async function availability({ cluster, signal }: Pick<ClusterContext, 'cluster' | 'signal'>): Promise<string | undefined> {
  try {
    const service = (await cluster.request({ path: API_SERVICE, signal })).json();
    const available = isRecord(service) ? conditionsOf(service).find(({ type }) => type === 'Available') : undefined;
    return available === undefined ? undefined : describeCondition(available);
  } catch {
    return undefined;
  }
}

/** `Measured 12s ago over 20s`, as far as the entries say. */
export function measured(entries: readonly PlainObject[]): { readonly at: number; readonly window: string } | undefined {
  const times = entries.map((entry) => Date.parse(textAt(entry, 'timestamp') ?? '')).filter((time) => !Number.isNaN(time));
  if (times.length === 0) return undefined;
  return { at: Math.max(...times), window: textAt(entries[0], 'window') ?? '' };
}
