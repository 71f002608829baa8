import { request, RequestProblem } from './api.js';
import { element, make, write } from './elements.js';
import { clock, span } from './format.js';
import { errorOf, lookOf, nodesOf, signOf, wordOf } from './status-row.js';

/** @typedef {import('./status-row.js').StatusRow} StatusRow */
/** @typedef {{ server?: string, control_plane_nodes?: number, worker_nodes?: number, pods_by_phase?: Record<string, number>,
 *   services?: number, deployments?: number, statefulsets?: number, next_refresh?: string }} Detail */

/** Certificates that end sooner are worth a word. */
const SOON_DAYS = 30;

/** The panel of one cluster: its row as it changes, and what the server reads when asked. */
export class ClusterDetail {
  #panel = element('detail', HTMLElement);
  #title = element('detail-title', HTMLElement);
  #status = element('detail-status', HTMLElement);
  #error = element('detail-error', HTMLElement);
  #note = element('detail-note', HTMLElement);
  #facts = element('detail-facts', HTMLElement);
  /** @type {AbortController | undefined} */
  #reading;
  /** @type {{ row: StatusRow, detail: Detail } | undefined} */
  #read;
  /** @type {string | undefined} */
  cluster;

  /** @param {(thrown: unknown) => void} onRefused told when the server does not know the caller any more */
  constructor(onRefused) {
    this.onRefused = onRefused;
    element('detail-refresh', HTMLButtonElement).addEventListener('click', () => void this.refresh());
  }

  /**
   * @param {string} cluster
   * @param {StatusRow | undefined} row what is known of it already
   * @param {boolean} focus whether someone asked for it just now
   */
  open(cluster, row, focus) {
    if (this.cluster !== cluster) {
      this.close();
      this.cluster = cluster;
      this.#read = undefined;
      write(this.#title, cluster);
      this.#facts.replaceChildren();
      this.#panel.hidden = false;
      this.update(row);
      void this.refresh();
    }
    if (focus) this.#title.focus({ preventScroll: true });
    if (focus) this.#panel.scrollIntoView({ block: 'nearest' });
  }

  close() {
    this.#reading?.abort();
    this.cluster = undefined;
    this.#panel.hidden = true;
  }

  /** The row of this cluster changed. @param {StatusRow | undefined} row */
  update(row) {
    this.#panel.dataset.look = row === undefined ? '' : lookOf(row);
    write(
      this.#status,
      row === undefined
        ? ''
        : `${signOf(lookOf(row))} ${wordOf(row)}, ${row.observed_at === undefined ? 'not asked yet' : `asked at ${clock(row.observed_at)}`}`,
    );
    const error = row === undefined ? '' : errorOf(row);
    write(this.#error, error);
    this.#error.hidden = error === '';
    if (row !== undefined) this.#show(row, this.#read?.detail ?? {});
  }

  /** Reads the cluster anew. */
  async refresh() {
    const { cluster } = this;
    if (cluster === undefined) return;
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    write(this.#note, 'Reading the cluster…');
    try {
      const response = await request(`v1/clusters/${encodeURIComponent(cluster)}/status`, { signal: reading.signal });
      /** @type {{ clusters: StatusRow[], detail?: Detail }} */
      const answer = await response.json();
      const [row] = answer.clusters;
      if (reading.signal.aborted || row === undefined) return;
      this.#read = { row, detail: answer.detail ?? {} };
      this.update(row);
      write(this.#note, `Read at ${clock(new Date().toISOString())}.`);
    } catch (thrown) {
      if (!reading.signal.aborted) this.#failed(thrown);
    }
  }

  /** @param {unknown} thrown */
  #failed(thrown) {
    if (thrown instanceof RequestProblem && thrown.status === 401) this.onRefused(thrown);
    const hint =
      thrown instanceof RequestProblem ? `${thrown.message} ${thrown.hint}` : 'The server cannot be reached; what stands here may be old.';
    write(this.#note, hint);
  }

  /**
   * @param {StatusRow} row
   * @param {Detail} detail
   */
  #show(row, detail) {
    const pods = Object.entries(detail.pods_by_phase ?? {}).map(([phase, count]) => `${count} ${phase}`);
    const roles =
      detail.control_plane_nodes === undefined ? '' : ` (${detail.control_plane_nodes} control plane, ${detail.worker_nodes ?? 0} workers)`;
    /** @type {[string, string | number | undefined][]} */
    const facts = [
      ['Environment', row.environment],
      ['Reported', reportOf(row)],
      ['Version', row.version?.value],
      ['API server', detail.server],
      ['Latency', row.latency_ms === undefined ? undefined : `${row.latency_ms.value} ms`],
      ['Nodes ready', nodesOf(row) === '' ? undefined : `${nodesOf(row)}${roles}`],
      ['Namespaces', row.namespaces?.value],
      ['Pods', pods.length === 0 ? undefined : pods.join(', ')],
      ['Deployments', detail.deployments],
      ['StatefulSets', detail.statefulsets],
      ['Services', detail.services],
      ['Server certificate', daysLeft(row.certificates?.server_days)],
      ['Client certificate', daysLeft(row.certificates?.client_days)],
      ['Kubeconfig', row.kubeconfig_path ?? this.#read?.row.kubeconfig_path],
      ['Kubeconfig written', writtenAt(row.kubeconfig_updated ?? this.#read?.row.kubeconfig_updated)],
      ['Next look at the source', detail.next_refresh === undefined ? undefined : clock(detail.next_refresh)],
    ];
    const known = facts.filter(([, value]) => value !== undefined && value !== '');
    this.#facts.replaceChildren(...known.flatMap(([name, value]) => [make('dt', '', name), make('dd', '', String(value))]));
  }
}

/** `NotReady by Rancher prod at 12:05:10: Cluster agent is not connected`. @param {StatusRow} row */
function reportOf({ reported }) {
  if (reported === undefined) return undefined;
  const { by, state, message, observed_at: at } = reported;
  return `${state} by ${by} at ${clock(at)}${message === undefined ? '' : `: ${message}`}`;
}

/** @param {number | undefined} days */
function daysLeft(days) {
  if (days === undefined) return undefined;
  if (days < 0) return `ended ${-days} d ago`;
  return days < SOON_DAYS ? `ends in ${days} d: renew it` : `ends in ${days} d`;
}

/** @param {string | undefined} iso */
function writtenAt(iso) {
  return iso === undefined ? undefined : `${clock(iso)}, ${span(Date.now() - Date.parse(iso))} ago`;
}
