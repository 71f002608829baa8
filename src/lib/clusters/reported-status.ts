import type { ReportedState } from './cluster-facts.js';
import type { ClusterStatus } from './status.js';

/**
 * A status together with what is reported of the cluster. A probe that got through wins. Else what is reported counts, and its words come
 * before those of the probe: through a tunnel that is down a probe sees no more than a timeout.
 * @param reachable whether the last probe got through; undefined when there was none
 */
export function withReport(status: ClusterStatus, reported: ReportedState | undefined, reachable: boolean | undefined): ClusterStatus {
  if (reported === undefined) return status;
  if (reachable === true) return { ...status, reported };
  if (reachable === undefined) {
    const said = reported.state === 'Ready' ? undefined : reportedWords(reported);
    return { ...status, state: reported.state, ...(said === undefined ? {} : { error: said }), reported };
  }
  if (reported.state === 'NotReady') {
    const seen = status.error === undefined ? '' : `. The probe: ${status.error}`;
    return { ...status, state: 'NotReady', error: `${reportedWords(reported)}${seen}`, reported };
  }
  const isNewer = reported.observedAt > (status.observedAt ?? '');
  if (reported.state === 'Unknown' || !isNewer) return { ...status, reported };
  return { ...status, error: `${status.error ?? 'no answer'} Since then ${reported.by} reports it Ready.`, reported };
}

/** `Rancher prod: Cluster agent is not connected`. */
function reportedWords({ by, state, message }: ReportedState): string {
  return `${by}: ${message ?? `${state}, without saying why`}`;
}
