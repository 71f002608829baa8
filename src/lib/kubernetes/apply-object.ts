import type { ClusterSession } from '../context.js';
import { FleetError } from '../errors.js';
import { isRecord } from '../platform/plain-records.js';
import { explainApplyError } from './apply-error.js';
import type { ObjectTarget } from './object-target.js';
import type { PlainObject } from './object-values.js';
import { writeQuery, type WriteOptions } from './write-request.js';

/** What an apply did. */
export interface Applied {
  /** As stored, or as it would be. */
  readonly object: PlainObject;
  readonly created: boolean;
}

/**
 * Server-side apply of one object as the manager `fleetwright`.
 * @throws FleetError CONFLICT with the managers that own the fields, INVALID_OBJECT with what is wrong, and what requests throw
 */
export async function applyObject(
  session: ClusterSession,
  target: ObjectTarget,
  object: PlainObject,
  options: WriteOptions & { readonly subresource?: string | undefined },
): Promise<Applied> {
  const { kind, name, namespace } = target;
  const metadata = isRecord(object['metadata']) ? object['metadata'] : {};
  const body = {
    ...object,
    apiVersion: kind.apiVersion,
    kind: kind.kind,
    metadata: { ...metadata, name, ...(namespace === undefined ? {} : { namespace }) },
  };
  const { path } = await session.locate(kind, { name, namespace, subresource: options.subresource, signal: options.signal });
  try {
    const response = await session.request({
      method: 'PATCH',
      path,
      contentType: 'application/apply-patch+yaml',
      query: writeQuery(options),
      body,
      signal: options.signal,
    });
    return { object: objectOf(response.json(), session.cluster.name), created: response.status === 201 };
  } catch (thrown) {
    throw explainApplyError(thrown, target);
  }
}

/** The object that a write answered with. @throws FleetError BAD_RESPONSE */
export function objectOf(answer: unknown, cluster: string): PlainObject {
  if (isRecord(answer)) return answer;
  throw new FleetError('BAD_RESPONSE', `Cluster "${cluster}" answered a write without an object.`, { cluster });
}
