import type { ClusterContext } from '../../context.js';
import { labelSelectorText } from '../diagnosis/label-selector-text.js';
import { listAt, numberAt, recordAt, recordsAt, textAt, textsAt, valueAt, type PlainObject } from '../object-values.js';
import { attempt } from './attempt.js';

/** What belongs to an object, as a table: its pods, its endpoints. */
export interface RelatedTable {
  readonly title: string;
  readonly columns: string[];
  readonly rows: (string | number | boolean | null)[][];
  /** True when there are more. */
  readonly more: boolean;
}

const MOST_ROWS = 25;
/** Kinds whose selector means pods. */
const SELECTS_PODS = new Set([
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'ReplicationController',
  'Service',
  'PodDisruptionBudget',
  'NetworkPolicy',
]);

/** The pods that an object selects or that run on it, and the endpoints of a service. */
export async function relatedTables(context: ClusterContext, object: PlainObject, unread: string[]): Promise<readonly RelatedTable[]> {
  const { signal } = context;
  const kind = textAt(object, 'kind');
  const [pods, endpoints] = await Promise.all([
    attempt('pods', unread, signal, () => podsOf(context, object)),
    kind === 'Service' ? attempt('endpoints', unread, signal, () => endpointsOf(context, object)) : undefined,
  ]);
  return [pods, endpoints].filter((table) => table !== undefined);
}

async function podsOf({ cluster, signal }: ClusterContext, object: PlainObject): Promise<RelatedTable | undefined> {
  const kind = textAt(object, 'kind') ?? '';
  const name = textAt(object, 'metadata', 'name') ?? '';
  const labelSelector = podSelector(object, kind);
  // Only where an empty selector means all pods.
  if (kind !== 'Node' && kind !== 'NetworkPolicy' && labelSelector === undefined) return undefined;
  const selector = kind === 'Node' ? { fieldSelector: `spec.nodeName=${name}` } : { labelSelector };
  const namespace = textAt(object, 'metadata', 'namespace');
  const pods = await cluster.list(
    { apiVersion: 'v1', kind: 'Pod' },
    { namespace, ...selector, limit: MOST_ROWS, wide: kind !== 'Node', signal },
  );
  const shown = [...pods.columns.keys()].filter((index) => !/nominated|gates/.test(pods.columns[index] ?? ''));
  return {
    title: kind === 'Node' ? 'pods on it' : 'pods it selects',
    columns: shown.map((index) => pods.columns[index] ?? ''),
    rows: pods.rows.map((row) => shown.map((index) => row[index] ?? null)),
    more: pods.continue !== undefined,
  };
}

function podSelector(object: PlainObject, kind: string): string | undefined {
  if (!SELECTS_PODS.has(kind)) return undefined;
  const plain = kind === 'Service' || kind === 'ReplicationController';
  const selector = recordAt(object, 'spec', kind === 'NetworkPolicy' ? 'podSelector' : 'selector');
  return labelSelectorText(plain ? { matchLabels: selector } : selector);
}

async function endpointsOf({ cluster, signal }: ClusterContext, service: PlainObject): Promise<RelatedTable> {
  const namespace = textAt(service, 'metadata', 'namespace');
  const labelSelector = `kubernetes.io/service-name=${textAt(service, 'metadata', 'name') ?? ''}`;
  const { path } = await cluster.locate({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' }, { namespace, signal });
  const list = (await cluster.request({ path, query: { labelSelector, limit: MOST_ROWS }, signal })).json();
  const rows = recordsAt(list, 'items').flatMap((slice) => {
    const ports = recordsAt(slice, 'ports').map((port) => `${String(numberAt(port, 'port') ?? '*')}/${textAt(port, 'protocol') ?? 'TCP'}`);
    return recordsAt(slice, 'endpoints').map((endpoint) => [
      textsAt(endpoint, 'addresses').join(','),
      ports.join(','),
      valueAt(endpoint, 'conditions', 'ready') !== false,
      textAt(endpoint, 'targetRef', 'name') ?? null,
    ]);
  });
  const more = rows.length > MOST_ROWS || listAt(list, 'items').length >= MOST_ROWS;
  return { title: 'endpoints', columns: ['addresses', 'ports', 'ready', 'target'], rows: rows.slice(0, MOST_ROWS), more };
}
