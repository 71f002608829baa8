/**
 * A row of `clusters_status`, as the server sends it.
 * @typedef {{
 *   cluster: string, environment: string, status: 'Ready' | 'NotReady' | 'Unknown',
 *   stale?: boolean, observed_at?: string, reason?: string, error?: string,
 *   latency_ms?: { value: number }, version?: { value: string, observed_at: string },
 *   nodes?: { ready: number, total: number }, namespaces?: { value: number },
 *   certificates?: { server_days?: number, client_days?: number },
 *   kubeconfig_path?: string, kubeconfig_updated?: string,
 * }} StatusRow
 */

/** What each look has beside its colour. */
const SIGNS = { ready: '●', notready: '▲', lost: '✕', unknown: '?' };

/** @typedef {keyof typeof SIGNS} Look */

/** @type {readonly StatusRow['status'][]} */
export const STATES = ['Ready', 'NotReady', 'Unknown'];

/** @param {Look} look */
export function signOf(look) {
  return SIGNS[look];
}

/** An unknown status is trouble when the cluster was asked and did not answer. @param {StatusRow} row @returns {Look} */
export function lookOf(row) {
  if (row.status === 'Unknown') return isNew(row) ? 'unknown' : 'lost';
  return row.status === 'Ready' ? 'ready' : 'notready';
}

/** Never asked: unknown, but no trouble. @param {StatusRow} row */
export function isNew(row) {
  return row.status === 'Unknown' && row.observed_at === undefined;
}

/** What needs someone comes first. @param {StatusRow} row */
export function rankOf(row) {
  return { notready: 0, lost: 1, unknown: 2, ready: 2 }[lookOf(row)];
}

/** What is wrong, the shortest words first: most of a long one does not fit. @param {StatusRow} row */
export function errorOf({ cluster, reason, error = '', stale }) {
  const subject = `Cluster ${JSON.stringify(cluster)} `;
  const text = error.startsWith(subject) ? error.slice(subject.length) : error;
  const gone = stale === true ? 'not in its source any more' : '';
  return [reason === undefined ? text : `${reason}: ${text}`, gone].filter((part) => part !== '').join('; ');
}

/** @param {StatusRow} row */
export function nodesOf({ nodes }) {
  return nodes === undefined ? '' : `${nodes.ready}/${nodes.total}`;
}

const ORDER = new Intl.Collator('en', { numeric: true });

/**
 * @param {StatusRow} left
 * @param {StatusRow} right
 */
export function compareRows(left, right) {
  return rankOf(left) - rankOf(right) || ORDER.compare(left.cluster, right.cluster);
}
