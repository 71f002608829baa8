import { FleetError } from '../errors.js';
import { apiPath } from './api-path.js';
import { itemsOf, textOf } from './json-shape.js';
import { isRecord } from '../platform/plain-records.js';
import type { ClusterSession, LogOptions } from './session.js';

/** The log of a container as text. @throws FleetError INPUT_INVALID with the containers of the pod when the choice was wrong. */
export async function readLogs(session: ClusterSession, options: LogOptions): Promise<string> {
  const { signal, container, tailLines, previous, limitBytes } = options;
  const pod = podPath(session, options);
  try {
    const query = { container, tailLines, previous: previous === true ? true : undefined, limitBytes };
    const response = await session.request({ path: `${pod}/log`, query, accept: '*/*', signal });
    return response.text;
  } catch (thrown) {
    if (!FleetError.isInstance(thrown) || thrown.details?.['httpStatus'] !== 400) throw thrown;
    const message = textOf(thrown.details['kubernetesMessage']) ?? '';
    if (!/container/.test(message) || /previous terminated|waiting to start|ContainerCreating|PodInitializing/.test(message)) throw thrown;
    throw await containerChoice(session, options, pod, thrown);
  }
}

async function containerChoice(session: ClusterSession, options: LogOptions, path: string, cause: FleetError): Promise<FleetError> {
  const containers = await containersOf(session, path, options.signal).catch(() => undefined);
  if (containers === undefined || (options.container !== undefined && containers.includes(options.container))) return cause;
  const choice = options.container === undefined ? 'has several containers' : `has no container ${JSON.stringify(options.container)}`;
  return new FleetError(
    'INPUT_INVALID',
    `Pod "${options.pod}" in namespace "${options.namespace}" ${choice}; choose one of: ${containers.join(', ')}.`,
    {
      cluster: session.cluster.name,
      cause,
      details: { parameter: 'container', containers, httpStatus: 400 },
    },
  );
}

async function containersOf(session: ClusterSession, path: string, signal: AbortSignal): Promise<string[]> {
  const pod = (await session.request({ path, signal })).json();
  const spec = isRecord(pod) && isRecord(pod['spec']) ? pod['spec'] : {};
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) =>
    itemsOf(spec[list]).flatMap((container) => (isRecord(container) ? (textOf(container['name']) ?? []) : [])),
  );
}

function podPath(session: ClusterSession, options: LogOptions): string {
  try {
    return apiPath({ apiVersion: 'v1', plural: 'pods', namespace: options.namespace, name: options.pod });
  } catch (thrown) {
    throw FleetError.isInstance(thrown) ? thrown.withCluster(session.cluster.name) : thrown;
  }
}
