/**
 * A row of `clusters_status`, as the server sends it.
 * @typedef {{
 *   cluster: string, environment: string, status: 'Ready' | 'NotReady' | 'Unknown',
 *   stale?: boolean, observed_at?: string, reason?: string, error?: string, reported?: Report,
 *   latency_ms?: { value: number }, version?: { value: string, observed_at: string },
 *   nodes?: { ready: number, total: number }, namespaces?: { value: number },
 *   certificates?: { server_days?: number, client_days?: number },
 *   kubeconfig_path?: string, kubeconfig_updated?: string,
 * }} StatusRow
 */

/** What Rancher or the like says of a cluster. @typedef {{ by: string, state: StatusRow['status'], message?: string, observed_at: string }} Report */

/** What each look has beside its colour. */
const SIGNS = { ready: '●', reported: '○', notready: '▲', lost: '✕', unknown: '?' };

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
  if (row.status === 'Ready' && isReported(row)) return 'reported';
  return row.status === 'Ready' ? 'ready' : 'notready';
}

/** Never asked: unknown, but no trouble. @param {StatusRow} row */
export function isNew(row) {
  return row.status === 'Unknown' && row.observed_at === undefined;
}

/** Not asked yet: the status is what somebody else says. @param {StatusRow} row */
export function isReported(row) {
  return row.reported !== undefined && row.observed_at === undefined;
}

/** The status in words; one that is only reported says so. @param {StatusRow} row */
export function wordOf(row) {
  return isReported(row) ? `${row.status}, reported` : row.status;
}

/** What needs someone comes first. @param {StatusRow} row */
export function rankOf(row) {
  return { notready: 0, lost: 1, unknown: 2, reported: 2, ready: 2 }[lookOf(row)];
}

/** What is wrong, the shortest words first: most of a long one does not fit. @param {StatusRow} row */
export function errorOf({ cluster, reason, error = '', stale, reported }) {
  const subject = `Cluster ${JSON.stringify(cluster)} `;
  const text = error.startsWith(subject) ? error.slice(subject.length) : error;
  const gone = stale === true ? 'not in its source any more' : '';
  // What is reported says more than the reason of a probe that did not get through.
  return [reason === undefined || isToldBy(reported, error) ? text : `${reason}: ${text}`, gone].filter((part) => part !== '').join('; ');
}

/** No probe got through: what is shown of the cluster is remembered. @param {StatusRow} row */
export function isSilent({ status, reported, error = '' }) {
  return status === 'Unknown' || isToldBy(reported, error);
}

/** @param {Report | undefined} reported @param {string} error */
function isToldBy(reported, error) {
  return reported !== undefined && error.startsWith(`${reported.by}: `);
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
