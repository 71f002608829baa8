import type { ClusterSession } from '../context.js';
import { FleetError } from '../errors.js';
import { describeTarget, type ObjectTarget } from './object-target.js';
import { numberAt } from './object-values.js';
import { writeQuery } from './write-request.js';

/** How many pods an object asks for, and how many there are. */
export interface Scale {
  readonly desired: number;
  readonly current: number;
}

export interface ScaleOptions {
  /** Absent: only read. */
  readonly replicas?: number | undefined;
  readonly dryRun?: boolean | undefined;
  readonly signal: AbortSignal;
}

/**
 * Reads the scale of an object, or sets it.
 * @throws FleetError INPUT_INVALID for a kind that has none, NOT_FOUND, and what requests throw
 */
export async function scaleObject(session: ClusterSession, target: ObjectTarget, options: ScaleOptions): Promise<Scale> {
  const { kind, name, namespace } = target;
  const { replicas, dryRun, signal } = options;
  const cluster = session.cluster.name;
  // Custom kinds without a scale answer as if the object did not exist.
  if (kind.subresources?.includes('scale') === false) throw withoutScale(target, cluster);
  const { path } = await session.locate(kind, { name, namespace, subresource: 'scale', signal });
  try {
    const change = {
      method: 'PATCH',
      contentType: 'application/merge-patch+json',
      query: writeQuery({ dryRun, signal }),
      body: { spec: { replicas } },
    } as const;
    const scale = (await session.request({ path, ...(replicas === undefined ? {} : change), signal })).json();
    return { desired: numberAt(scale, 'spec', 'replicas') ?? 0, current: numberAt(scale, 'status', 'replicas') ?? 0 };
  } catch (thrown) {
    const absent = FleetError.isInstance(thrown) && thrown.code === 'NOT_FOUND' && thrown.details?.['object'] === undefined;
    throw absent ? withoutScale(target, cluster) : thrown;
  }
}

function withoutScale(target: ObjectTarget, cluster: string): FleetError {
  return new FleetError(
    'INPUT_INVALID',
    `${describeTarget(target)} cannot be scaled: ${target.kind.kind} has no scale. Nothing was done.`,
    {
      cluster,
      hint: 'Scale what owns it: a Deployment, a StatefulSet, a ReplicaSet or a custom kind with a scale.',
      details: { parameter: 'kind', kind: target.kind.kind },
    },
  );
}
