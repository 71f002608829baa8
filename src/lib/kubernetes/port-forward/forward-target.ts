import type { ClusterSession } from '../../context.js';
import { FleetError } from '../../errors.js';
import { recordAt, recordsAt, textAt, valueAt, type PlainObject } from '../object-values.js';

/** What a forward leads to: a pod, or something that chooses pods. */
export interface ForwardTarget {
  readonly kind: 'Pod' | 'Service' | 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'ReplicaSet';
  readonly namespace: string;
  readonly name: string;
  /** Of the target: of a Service, its own port. A name is looked up in the pod. */
  readonly port: number | string;
}

/** Where the next connection goes. */
export interface ForwardPlace {
  readonly pod: string;
  readonly port: number;
}

/**
 * The pod and the container port that a target means at this moment. Asked anew for each connection, so that a forward outlives its pod.
 * @throws FleetError NOT_FOUND, INPUT_INVALID for a port that is not there, NOT_READY when no pod is ready
 */
export async function resolveForward(session: ClusterSession, target: ForwardTarget, signal: AbortSignal): Promise<ForwardPlace> {
  const { kind, namespace, name } = target;
  const apiVersion = kind === 'Pod' || kind === 'Service' ? 'v1' : 'apps/v1';
  const object = await session.get({ apiVersion, kind }, name, { namespace, signal });
  if (kind === 'Pod') {
    if (!isReady(object)) throw notReady(session, target, 'it is not ready');
    return { pod: name, port: portOfPod(object, target.port, target) };
  }
  const selector = kind === 'Service' ? recordAt(object, 'spec', 'selector') : recordAt(object, 'spec', 'selector', 'matchLabels');
  if (Object.keys(selector).length === 0) throw notReady(session, target, 'it chooses no pods by labels');
  const { path } = await session.locate({ apiVersion: 'v1', kind: 'Pod' }, { namespace, signal });
  const labelSelector = Object.entries(selector)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');
  const list = (await session.request({ path, query: { labelSelector, limit: 100 }, signal })).json();
  const pods = recordsAt(list, 'items');
  const pod = pods.find((each) => isReady(each));
  if (pod === undefined) throw notReady(session, target, `none of its ${String(pods.length)} pods is ready`);
  const wanted = kind === 'Service' ? servicePort(object, target) : target.port;
  return { pod: textAt(pod, 'metadata', 'name') ?? '', port: portOfPod(pod, wanted, target) };
}

/** The container port behind a port of a service, by number or name. */
function servicePort(service: PlainObject, target: ForwardTarget): number | string {
  const ports = recordsAt(service, 'spec', 'ports');
  const found = ports.find(({ port, name }) => port === target.port || (name === target.port && name !== undefined));
  if (found === undefined)
    throw unknownPort(
      target,
      ports.map(({ port, name }) => (typeof name === 'string' ? `${String(port)} (${name})` : String(port))),
    );
  const { targetPort, port } = found;
  return typeof targetPort === 'number' || typeof targetPort === 'string' ? targetPort : Number(port);
}

function portOfPod(pod: PlainObject, wanted: number | string, target: ForwardTarget): number {
  if (typeof wanted === 'number') return wanted;
  const ports = recordsAt(pod, 'spec', 'containers').flatMap((container) => recordsAt(container, 'ports'));
  const found = ports.find(({ name }) => name === wanted);
  if (typeof found?.['containerPort'] === 'number') return found['containerPort'];
  throw unknownPort(
    target,
    ports.flatMap(({ name }) => (typeof name === 'string' ? [name] : [])),
  );
}

function isReady(pod: PlainObject): boolean {
  if (textAt(pod, 'status', 'phase') !== 'Running' || valueAt(pod, 'metadata', 'deletionTimestamp') !== undefined) return false;
  const ready = recordsAt(pod, 'status', 'conditions').find(({ type }) => type === 'Ready');
  return ready === undefined || ready['status'] === 'True';
}

function notReady(session: ClusterSession, { kind, namespace, name }: ForwardTarget, why: string): FleetError {
  return new FleetError('NOT_READY', `${kind} ${namespace}/${name} of cluster "${session.cluster.name}" takes no connections: ${why}.`, {
    cluster: session.cluster.name,
  });
}

function unknownPort({ kind, namespace, name, port }: ForwardTarget, known: readonly string[]): FleetError {
  const list = known.length === 0 ? 'It declares none.' : `It declares: ${known.join(', ')}.`;
  return new FleetError('INPUT_INVALID', `${kind} ${namespace}/${name} has no port ${JSON.stringify(port)}. ${list}`, {
    details: { parameter: 'port', ports: [...known] },
  });
}
