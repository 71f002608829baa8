import { toFleetError, type ClusterStatus, type Fleet } from '../../index.js';
import type { Finding } from './finding.js';
import { REASON_ADVICE } from './reason-advice.js';
import { errorLine } from './report-error.js';
import type { Terminal } from './terminal.js';

/** Where clusters were looked for, what could not be loaded, and whether each cluster answers. */
export async function examineClusters(fleet: Fleet, terminal: Terminal): Promise<readonly Finding[]> {
  const { sources } = await fleet.clusters.refreshStatus();
  const failures = fleet.clusters.failures();
  const all = await fleet.clusters.list();
  const findings: Finding[] = sources.map((source) => ({ state: 'note', what: `looked in ${source.name}: ${count(source.clusters)}` }));
  if (sources.length === 0)
    findings.push({
      state: 'note',
      what: 'no kubeconfig is configured, and KUBECONFIG, ~/.kube/config and a service account are not there',
    });
  findings.push(...failures.map(({ error }): Finding => ({ state: 'fail', what: errorLine(error), advice: error.hint })));
  if (all.length === 0) {
    findings.push({
      state: 'fail',
      what: 'no cluster is known',
      advice: 'Pass --kubeconfig-dir DIR or --kubeconfig FILE, set KUBECONFIG, or try `fleetwright demo`.',
    });
    return findings;
  }
  return [...findings, ...(await reachability(fleet, terminal))];
}

async function reachability(fleet: Fleet, terminal: Terminal): Promise<readonly Finding[]> {
  try {
    const { clusters } = await fleet.clusters.status({
      signal: terminal.interrupted,
      onResult: (status, done, total) => {
        terminal.progress(`${String(done)}/${String(total)} ${status.cluster}`);
      },
    });
    return clusters.map(describeCluster);
  } catch (thrown) {
    const error = toFleetError(thrown);
    return [{ state: 'fail', what: errorLine(error), advice: error.hint }];
  } finally {
    terminal.progress(undefined);
  }
}

function describeCluster(status: ClusterStatus): Finding {
  const facts = [status.version?.value, status.latencyMs === undefined ? undefined : `${String(Math.round(status.latencyMs.value))} ms`];
  const known = facts.filter((fact) => fact !== undefined).join(', ');
  if (status.reason === undefined && status.state === 'Ready')
    return { state: 'ok', what: `cluster ${status.cluster}: ready${known === '' ? '' : ` (${known})`}` };
  if (status.reason === undefined) {
    const advice = `Look at its nodes: fleetwright call resources_list --cluster ${status.cluster} --api-version v1 --kind Node`;
    return {
      state: 'fail',
      what: `cluster ${status.cluster}: it answers, and ${status.state === 'NotReady' ? 'no node is ready' : 'its state is unknown'}`,
      advice,
    };
  }
  return {
    state: 'fail',
    what: `cluster ${status.cluster}: ${status.reason}${status.error === undefined ? '' : `: ${status.error}`}`,
    advice:
      status.reported?.state === 'NotReady'
        ? `${status.reported.by} says so too: look at the cluster there.`
        : REASON_ADVICE[status.reason],
  };
}

function count(clusters: number): string {
  return clusters === 1 ? '1 cluster' : `${String(clusters)} clusters`;
}
