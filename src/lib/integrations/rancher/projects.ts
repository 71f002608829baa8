import { isRecord } from '../../platform/plain-records.js';
import { listCollection, listOfCluster, type RancherAsked } from './list-collection.js';
import { textOf, textsOf } from './text-member.js';

/** A project: a group of namespaces of one cluster. */
export interface RancherProject {
  /** `c-m-7xk2p9qd:p-abcde`. */
  readonly id: string;
  readonly name: string;
  /** Id of its cluster. */
  readonly cluster: string;
  readonly state: string | undefined;
  readonly description: string | undefined;
  /** ISO 8601. */
  readonly createdAt: string | undefined;
  /** What all its namespaces together may use: `limitsCpu`, `pods`… */
  readonly quota: Readonly<Record<string, string>>;
  /** Why it is not active. */
  readonly message: string | undefined;
}

/**
 * The projects that the token may see, of one cluster or of all. The members go by the schema that Rancher publishes for `/v3/projects`;
 * not tried on a running Rancher.
 * @throws FleetError
 */
export function listProjects(rancher: RancherAsked, cluster: string | undefined, signal: AbortSignal): Promise<readonly RancherProject[]> {
  const projects = { name: 'projects', what: 'list its projects', parse: parseProject };
  return cluster === undefined ? listCollection(rancher, projects, signal) : listOfCluster(rancher, projects, cluster, signal);
}

function parseProject(value: unknown): RancherProject | undefined {
  if (!isRecord(value)) return undefined;
  const { id, name, clusterId, state, description, created, resourceQuota, transitioningMessage } = value;
  if (typeof id !== 'string' || typeof name !== 'string') return undefined;
  return {
    id,
    name,
    cluster: textOf(clusterId) ?? id.split(':')[0] ?? '',
    state: textOf(state),
    description: textOf(description),
    createdAt: textOf(created),
    quota: textsOf(isRecord(resourceQuota) ? resourceQuota['limit'] : undefined),
    message: state === 'active' ? undefined : textOf(transitioningMessage),
  };
}
