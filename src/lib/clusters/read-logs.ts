import { FleetError } from '../errors.js';
import { apiPath } from './api-path.js';
import { itemsOf, textOf } from './json-shape.js';
import { isRecord } from '../platform/plain-records.js';
import type { ApiRequest, ClusterSession, LogOptions, LogStreamOptions } from './session.js';

/**
 * The log of a container as text.
 * @throws FleetError INPUT_INVALID with the containers of the pod when the choice was wrong, NOT_READY when the container has no log yet,
 * NOT_FOUND when there is no such pod, or no earlier run of the container
 */
export async function readLogs(session: ClusterSession, options: LogOptions): Promise<string> {
  const pod = podPath(session, options);
  try {
    return (await session.request(logRequest(pod, options))).text;
  } catch (thrown) {
    throw await logFailure(thrown, session, options, pod);
  }
}

/** The same as it comes. @throws FleetError as {@link readLogs} does, and what breaks a stream */
export async function* streamLogs(session: ClusterSession, options: LogStreamOptions): AsyncIterable<Uint8Array> {
  const pod = podPath(session, options);
  try {
    yield* session.stream(logRequest(pod, options));
  } catch (thrown) {
    throw await logFailure(thrown, session, options, pod);
  }
}

function logRequest(pod: string, options: LogStreamOptions): ApiRequest {
  const { container, tailLines, limitBytes, sinceSeconds, sinceTime, signal } = options;
  const query = {
    container,
    tailLines,
    limitBytes,
    sinceSeconds,
    sinceTime,
    previous: options.previous === true ? true : undefined,
    timestamps: options.timestamps === true ? true : undefined,
    follow: options.follow === true ? true : undefined,
  };
  return { path: `${pod}/log`, query, accept: '*/*', signal };
}

/** API servers answer 400 to everything that is wrong with a log: their words tell what. */
async function logFailure(thrown: unknown, session: ClusterSession, options: LogOptions, pod: string): Promise<unknown> {
  if (!FleetError.isInstance(thrown) || thrown.details?.['httpStatus'] !== 400) return thrown;
  const message = textOf(thrown.details['kubernetesMessage']) ?? '';
  const { cluster, details } = thrown;
  if (/previous terminated/.test(message)) {
    const hint = 'The container has not been restarted: leave `previous` out to read the log of its present run.';
    return new FleetError('NOT_FOUND', thrown.message, { cluster, cause: thrown, hint, details });
  }
  if (/waiting to start|ContainerCreating|PodInitializing/.test(message))
    return new FleetError('NOT_READY', thrown.message, { cluster, cause: thrown, details });
  return /container/.test(message) ? await containerChoice(session, options, pod, thrown) : thrown;
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
