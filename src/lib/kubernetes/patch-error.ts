import { FleetError } from '../errors.js';
import { ignoredFields } from './ignored-fields.js';
import { followPointer } from './json-pointer.js';
import type { SentPatch } from './object-patch.js';
import { describeTarget, type ObjectTarget } from './object-target.js';
import { listAt, numberAt, type PlainObject } from './object-values.js';

/** Says what to do where a server only says no. Other errors come back as they are. */
export function explainPatchError(thrown: unknown, patch: SentPatch, target: ObjectTarget): unknown {
  if (!FleetError.isInstance(thrown)) return thrown;
  const status = numberAt(thrown.details, 'httpStatus');
  if (status === 415 && patch.type === 'strategic') {
    return new FleetError(
      'INPUT_INVALID',
      `${describeTarget(target)} is of a custom kind, which knows no strategic merge patch. Nothing was done.`,
      {
        cluster: thrown.cluster,
        cause: thrown,
        hint: 'Use type=merge (lists are replaced as a whole) or type=json.',
        details: { parameter: 'type', ...thrown.details },
      },
    );
  }
  if (status === 422 && patch.type === 'json' && listAt(thrown.details, 'causes').length === 0) {
    return new FleetError(
      thrown.code,
      `${describeTarget(target)} was not changed: a step of the JSON patch could not be done. A path is not in the object, or a test failed.`,
      {
        cluster: thrown.cluster,
        cause: thrown,
        hint: 'Read the object and compare it with the paths of the steps.',
        details: thrown.details,
      },
    );
  }
  return thrown;
}

/** @throws FleetError INVALID_OBJECT when the server would drop fields of the patch */
export function refuseIgnoredFields(patch: SentPatch, result: PlainObject, target: ObjectTarget, cluster: string): void {
  const ignored =
    patch.type === 'json'
      ? patch.steps.flatMap(({ op, path, value }) =>
          op === 'add' || op === 'replace' ? ignoredFields(value, followPointer(result, path), path) : [],
        )
      : ignoredFields(patch.body, result);
  if (ignored.length === 0) return;
  const fields = ignored.slice(0, 10).map((field) => JSON.stringify(field));
  throw new FleetError('INVALID_OBJECT', `${describeTarget(target)} has no field ${fields.join(', ')}. Nothing was done.`, {
    cluster,
    details: { unknownFields: ignored.slice(0, 100) },
  });
}
