import type { ClusterContext } from '../../../context.js';
import { FleetError } from '../../../errors.js';
import type { Diagnosis } from '../finding.js';
import { Reading } from '../reading.js';
import { shapeDiagnosis } from '../shape-diagnosis.js';
import { apiServer } from './api-server.js';
import { apiServices } from './api-services.js';
import { failedJobs } from './failed-jobs.js';
import type { HealthPart } from './health-part.js';
import { nodes } from './nodes.js';
import { pods } from './pods.js';
import { volumeClaims } from './volume-claims.js';
import { warnings } from './warnings.js';
import { workloads } from './workloads.js';

const OF_CLUSTER: readonly HealthPart[] = [apiServer, nodes, apiServices];
const OF_NAMESPACES: readonly HealthPart[] = [pods, ...workloads, volumeClaims, failedJobs, warnings];

/** Looks at everything at once: one request for each part, none of them growing with what is well. */
export async function checkHealth(context: ClusterContext, namespace: string | undefined): Promise<Diagnosis> {
  const reading = new Reading(context);
  const scope = { reading, namespace };
  const parts = namespace === undefined ? [...OF_CLUSTER, ...OF_NAMESPACES] : OF_NAMESPACES;
  const [results] = await Promise.all([Promise.all(parts.map((part) => part(scope))), refuseMissing(reading, namespace)]);
  reading.throwIfBlind();
  const podsSeen = results[parts.indexOf(pods)] !== undefined;
  return shapeDiagnosis({
    subject: namespace === undefined ? 'the cluster' : `namespace ${namespace}`,
    cluster: context.cluster.cluster.name,
    facts: results.flatMap((result) => result?.facts ?? []),
    findings: results.flatMap((result) => result?.findings ?? []),
    notChecked: reading.notChecked,
    complete: podsSeen && (namespace !== undefined || results[parts.indexOf(nodes)] !== undefined),
  });
}

/** Lists of a namespace that does not exist are empty, and would read as if all were well. */
async function refuseMissing(reading: Reading, namespace: string | undefined): Promise<void> {
  if (namespace === undefined) return;
  const { cluster } = reading.context;
  if ((await reading.object(`namespace ${namespace}`, 'v1', 'Namespace', namespace)) !== 'missing') return;
  throw new FleetError('NOT_FOUND', `Cluster "${cluster.cluster.name}" has no namespace ${JSON.stringify(namespace)}.`, {
    cluster: cluster.cluster.name,
    hint: 'namespaces_list shows them.',
  });
}
