import type { ClusterSession } from '../context.js';
import { FleetError } from '../errors.js';
import { objectOf } from './apply-object.js';
import { describeTarget, type ObjectTarget } from './object-target.js';
import { recordAt, type PlainObject } from './object-values.js';
import { writeQuery, type WriteOptions } from './write-request.js';

/**
 * Creates one object; an object of this name that is there already is left as it is.
 * @throws FleetError CONFLICT when there is one, INVALID_OBJECT, and what requests throw
 */
export async function createObject(
  session: ClusterSession,
  target: ObjectTarget,
  object: PlainObject,
  options: WriteOptions,
): Promise<PlainObject> {
  const { kind, name, namespace } = target;
  const metadata = { ...recordAt(object, 'metadata'), name, ...(namespace === undefined ? {} : { namespace }) };
  const body = { ...object, apiVersion: kind.apiVersion, kind: kind.kind, metadata };
  const { path } = await session.locate(kind, { namespace, signal: options.signal });
  try {
    const response = await session.request({ method: 'POST', path, query: writeQuery(options), body, signal: options.signal });
    return objectOf(response.json(), session.cluster.name);
  } catch (thrown) {
    throw FleetError.isInstance(thrown) && thrown.details?.['reason'] === 'AlreadyExists' ? alreadyThere(thrown, target) : thrown;
  }
}

function alreadyThere(cause: FleetError, target: ObjectTarget): FleetError {
  const { cluster, details } = cause;
  return new FleetError('CONFLICT', `${describeTarget(target)} is there already and was not changed.`, {
    cluster,
    cause,
    hint: 'Choose another name, or delete it first.',
    details,
  });
}
