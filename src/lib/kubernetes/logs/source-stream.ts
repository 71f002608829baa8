import type { ClusterSession } from '../../context.js';
import { FleetError } from '../../errors.js';
import { textAt } from '../object-values.js';
import type { LogSource } from './log-sources.js';
import type { LogRequest } from './read-source.js';

/**
 * One log as it comes. API servers answer for a pod that has no node yet as if its log were empty: that is told here.
 * @throws FleetError NOT_READY, and what {@link ClusterSession.logStream} throws
 */
export async function* sourceStream(
  session: ClusterSession,
  source: LogSource,
  request: LogRequest & { readonly follow?: boolean },
): AsyncIterable<Uint8Array> {
  if (source.scheduled === false) throw notScheduled(session, source.pod, request.namespace);
  const { namespace, tail, previous, sinceSeconds, sinceTime, timed, choice, follow, signal } = request;
  // What matches is counted later: the server knows nothing of it.
  const tailLines = choice === undefined || follow === true ? tail : undefined;
  const place = { namespace, pod: source.pod, container: source.container };
  let isEmpty = true;
  for await (const chunk of session.logStream({
    ...place,
    tailLines,
    previous,
    sinceSeconds,
    sinceTime,
    timestamps: timed,
    follow,
    signal,
  })) {
    isEmpty &&= chunk.length === 0;
    yield chunk;
  }
  if (isEmpty && source.scheduled === undefined && !(await isScheduled(session, source.pod, request)))
    throw notScheduled(session, source.pod, namespace);
}

async function isScheduled(session: ClusterSession, name: string, { namespace, signal }: LogRequest): Promise<boolean> {
  try {
    const pod = await session.get({ apiVersion: 'v1', kind: 'Pod' }, name, { namespace, signal });
    return textAt(pod, 'spec', 'nodeName') !== undefined;
  } catch {
    // Whoever may read logs need not be allowed to read pods.
    return true;
  }
}

function notScheduled(session: ClusterSession, pod: string, namespace: string): FleetError {
  return new FleetError('NOT_READY', `Pod "${pod}" in namespace "${namespace}" has no log: it has not been given a node yet.`, {
    cluster: session.cluster.name,
    hint: 'events_list with its name shows why no node takes it.',
  });
}
