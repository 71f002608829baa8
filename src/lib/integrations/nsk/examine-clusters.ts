import { FleetError } from '../../errors.js';
import type { RancherClient } from '../rancher/rancher-client.js';
import type { RancherCluster } from '../rancher/rancher-cluster.js';
import type { RancherFinding } from './finding.js';
import type { Ledger } from './ledger.js';

/** Clusters that are named one by one. */
const MOST = 20;
/** States in which something is on its way and may end well. */
const UNDERWAY = new Set(['provisioning', 'updating', 'upgrading', 'activating', 'configuring', 'waiting', 'pending', 'removing']);

/** Which clusters Rancher lists, and what it says of those that are not active. */
export async function examineClusters(client: RancherClient, ledger: Ledger, signal: AbortSignal): Promise<readonly RancherFinding[]> {
  let clusters: readonly RancherCluster[];
  try {
    clusters = await client.clusters(signal);
  } catch (thrown) {
    if (!FleetError.isInstance(thrown)) throw thrown;
    return [{ state: 'fail', what: `${thrown.code}: ${thrown.message}`, why: 'No refresh can be complete.', advice: thrown.hint }];
  }
  if (clusters.length === 0) {
    return [
      {
        state: 'fail',
        what: 'Rancher lists no cluster',
        why: 'It lists those that the user of the token may see, and says nothing of others.',
        advice: 'Have an administrator add that user to the clusters.',
      },
    ];
  }
  const away = clusters.filter(({ readiness }) => readiness !== 'Ready');
  const told = [...away].sort((a, b) => Number(UNDERWAY.has(a.state)) - Number(UNDERWAY.has(b.state)));
  const fresh = clusters.filter(({ id }) => ledger.get(id)?.writtenAt === undefined).length;
  return [
    {
      state: 'ok',
      what: `Rancher lists ${String(clusters.length)} clusters, ${String(clusters.length - away.length)} of them active${fresh === 0 ? '' : `; ${String(fresh)} have no kubeconfig here`}`,
    },
    ...told.slice(0, MOST).map(notActive),
    ...(told.length > MOST ? [{ state: 'note', what: `… and ${String(told.length - MOST)} more that are not active` } as const] : []),
  ];
}

function notActive({ name, id, state, message }: RancherCluster): RancherFinding {
  const isUnderway = UNDERWAY.has(state);
  return {
    state: isUnderway ? 'note' : 'fail',
    what: `cluster ${name} (${id}) is ${state}${message === undefined ? '' : `: ${message}`}`,
    why: isUnderway ? 'It may not answer until that is over.' : 'Rancher cannot reach it, so calls through Rancher hang and fail.',
    advice: isUnderway
      ? undefined
      : 'Look at it in Rancher, and at its cattle-cluster-agent (namespace cattle-system) from inside the cluster.',
  };
}
