import type { ClusterSession } from '../../context.js';
import { FleetError } from '../../errors.js';
import { findTarget } from '../object-target.js';
import { numberAt, recordsAt, textAt, type PlainObject } from '../object-values.js';

/** One log. */
export interface LogSource {
  readonly pod: string;
  /** Absent: the only one of the pod. */
  readonly container?: string | undefined;
  /** Whether its pod has a node; absent where nobody looked. */
  readonly scheduled?: boolean | undefined;
}

/** Which logs a caller means. */
export interface LogTargets {
  readonly namespace: string;
  /** One pod… */
  readonly name?: string | undefined;
  /** …or those that carry these labels. */
  readonly labelSelector?: string | undefined;
  readonly container?: string | undefined;
  readonly allContainers: boolean;
}

/** The logs that were meant. */
export interface FoundSources {
  readonly sources: readonly LogSource[];
  /** How many pods were left out because there are too many; at least so many. */
  readonly podsLeftOut: number;
}

/** Logs that are read for one call. */
export const MOST_SOURCES = 50;

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/**
 * The logs of a pod, or of each pod that a selector chooses: those of its default container (the annotation, else the first), of the
 * one that is named, or of all. One pod without `allContainers` costs no request.
 * @throws FleetError NOT_FOUND when no pod is chosen, INPUT_INVALID when no pod has the container
 */
export async function findSources(session: ClusterSession, targets: LogTargets, signal: AbortSignal): Promise<FoundSources> {
  const { namespace, name, container, allContainers } = targets;
  if (name !== undefined && !allContainers) return { sources: [{ pod: name, container }], podsLeftOut: 0 };
  const { pods, more } = name === undefined ? await listPods(session, targets, signal) : await onePod(session, namespace, name, signal);
  const all = pods.map((pod) => {
    const scheduled = textAt(pod, 'spec', 'nodeName') !== undefined;
    return { pod: textAt(pod, 'metadata', 'name') ?? '', scheduled, chosen: chosenContainers(pod, targets) };
  });
  if (container !== undefined && all.every(({ chosen }) => chosen.length === 0)) throw noSuchContainer(session, targets, pods);
  const sources: LogSource[] = [];
  let podsLeftOut = more;
  for (const { pod, scheduled, chosen } of all) {
    if (sources.length + chosen.length > MOST_SOURCES && sources.length > 0) podsLeftOut += 1;
    else sources.push(...chosen.map((one) => ({ pod, container: one, scheduled })));
  }
  return { sources, podsLeftOut };
}

interface Pods {
  readonly pods: readonly PlainObject[];
  readonly more: number;
}

async function onePod(session: ClusterSession, namespace: string, name: string, signal: AbortSignal): Promise<Pods> {
  const target = await findTarget(session, { apiVersion: 'v1', kind: 'Pod', name, namespace }, signal);
  return { pods: [await session.get(target.kind, name, { namespace, signal })], more: 0 };
}

async function listPods(session: ClusterSession, { namespace, labelSelector }: LogTargets, signal: AbortSignal): Promise<Pods> {
  const { path } = await session.locate({ apiVersion: 'v1', kind: 'Pod' }, { namespace, signal });
  const list = (await session.request({ path, query: { labelSelector, limit: MOST_SOURCES }, signal })).json();
  const pods = recordsAt(list, 'items');
  if (pods.length > 0)
    return { pods, more: numberAt(list, 'metadata', 'remainingItemCount') ?? (textAt(list, 'metadata', 'continue') === undefined ? 0 : 1) };
  throw new FleetError('NOT_FOUND', `No pod in namespace "${namespace}" carries the labels ${JSON.stringify(labelSelector)}.`, {
    cluster: session.cluster.name,
    hint: 'pods_list_in_namespace shows the pods that are there; resources_get of a workload shows the labels of its pods.',
    details: { parameter: 'labelSelector' },
  });
}

function chosenContainers(pod: PlainObject, { container, allContainers }: LogTargets): readonly string[] {
  const main = containerNames(pod, 'containers');
  const everything = [...containerNames(pod, 'initContainers'), ...main, ...containerNames(pod, 'ephemeralContainers')];
  if (container !== undefined) return everything.filter((name) => name === container);
  if (allContainers) return everything;
  const wanted = textAt(pod, 'metadata', 'annotations', DEFAULT_CONTAINER);
  return main
    .filter((name) => name === wanted)
    .concat(main)
    .slice(0, 1);
}

function containerNames(pod: PlainObject, list: string): string[] {
  return recordsAt(pod, 'spec', list).flatMap((container) => textAt(container, 'name') ?? []);
}

function noSuchContainer(session: ClusterSession, { container }: LogTargets, pods: readonly PlainObject[]): FleetError {
  const there = [
    ...new Set(pods.flatMap((pod) => ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) => containerNames(pod, list)))),
  ];
  return new FleetError(
    'INPUT_INVALID',
    `None of ${String(pods.length)} pods has a container ${JSON.stringify(container)}; they have: ${there.slice(0, 20).join(', ')}.`,
    {
      cluster: session.cluster.name,
      details: { parameter: 'container', containers: there.slice(0, 20) },
    },
  );
}
