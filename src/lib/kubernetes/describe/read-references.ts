import pLimit from 'p-limit';
import type { ClusterSession } from '../../context.js';
import { FleetError } from '../../errors.js';
import { isRecord } from '../../platform/plain-records.js';
import type { PlainObject } from '../object-values.js';
import { readinessOf } from '../readiness.js';
import { namedObjects, type NamedObject } from './object-references.js';

/** A named object, and whether it is there. */
export interface FoundReference {
  readonly kind: string;
  readonly name: string;
  readonly by: string;
  /** `exists`, `MISSING`, `missing (optional)`, `not readable (FORBIDDEN)`, or its state. */
  readonly state: string;
}

const MOST_REFERENCES = 25;
const PARALLEL = 6;
/** Only whether it is there: the content of Secrets and ConfigMaps is not read. */
const METADATA_ONLY = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json';
const WITH_STATE = new Set(['PersistentVolumeClaim', 'PersistentVolume', 'Deployment', 'StatefulSet', 'ReplicaSet', 'Service']);

/** What an object names (volumes, environment, claims) and whether it exists; at most 25. */
export async function readReferences(
  session: ClusterSession,
  object: PlainObject,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<readonly FoundReference[]> {
  const limit = pLimit(PARALLEL);
  return Promise.all(
    namedObjects(object)
      .slice(0, MOST_REFERENCES)
      .map((one) =>
        limit(async () => ({ kind: one.kind, name: one.name, by: one.by, state: await readState(session, one, namespace, signal) })),
      ),
  );
}

async function readState(session: ClusterSession, one: NamedObject, namespace: string | undefined, signal: AbortSignal): Promise<string> {
  try {
    const { kind } = await session.locate(one, { signal });
    const inNamespace = kind.namespaced ? namespace : undefined;
    const { path } = await session.locate(one, { name: one.name, namespace: inNamespace, signal });
    const accept = WITH_STATE.has(one.kind) ? undefined : METADATA_ONLY;
    const found = (await session.request({ path, accept, signal })).json();
    return accept === undefined && isRecord(found) ? readinessOf(found).state : 'exists';
  } catch (thrown) {
    signal.throwIfAborted();
    if (!FleetError.isInstance(thrown)) throw thrown;
    if (thrown.code === 'NOT_FOUND') return one.optional ? 'missing (optional)' : 'MISSING';
    return `not readable (${thrown.code})`;
  }
}
