import type { ClusterFacts, ReportedState } from './clusters/cluster-facts.js';
import type { LedgerEntry } from './integrations/nsk/ledger.js';

/** How the environment of a cluster of Rancher is found. */
export interface EnvironmentRules {
  /** Which label says it. */
  readonly label: string | undefined;
  /** Value of the label to environment; a value that is not there is the environment itself. */
  readonly byValue: Readonly<Record<string, string>>;
  /** Of clusters without the label. */
  readonly otherwise: string | undefined;
}

/** What Rancher knows of a cluster, for the fleet. */
export function clusterFacts(
  entry: Omit<LedgerEntry, 'file'>,
  { rancher, rules }: { rancher: string; rules: EnvironmentRules },
): ClusterFacts {
  const { labels } = entry;
  return { labels, environment: environmentOf(labels, rules), reported: reportedState(entry, rancher) };
}

function environmentOf(labels: Readonly<Record<string, string>>, { label, byValue, otherwise }: EnvironmentRules): string | undefined {
  const value = label === undefined || !Object.hasOwn(labels, label) ? '' : (labels[label] ?? '');
  if (value === '') return otherwise;
  return Object.hasOwn(byValue, value) ? byValue[value] : value;
}

/** Nothing where nothing is said: the program `nsk` may list names only. */
function reportedState(
  { readiness, message, state, removedAt, lastSeen }: Omit<LedgerEntry, 'file'>,
  by: string,
): ReportedState | undefined {
  if (removedAt !== undefined) return { by, state: 'Unknown', message: 'It was removed from Rancher.', observedAt: removedAt };
  if (readiness === 'Unknown' && message === undefined) return undefined;
  // Without a reason, Rancher's word for the state is the next best: `provisioning`.
  return { by, state: readiness, message: message ?? (readiness === 'Ready' ? undefined : state), observedAt: lastSeen };
}
