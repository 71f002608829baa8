import { FleetError } from '../errors.js';
import { describeTarget, type ObjectTarget } from './object-target.js';
import { listAt, textAt } from './object-values.js';

/** A field that an apply would take from another manager. */
export interface FieldConflict {
  readonly manager: string;
  readonly field: string;
}

/** What a server said to an apply, in words that say what to do. Errors that say it already come back as they are. */
export function explainApplyError(thrown: unknown, target: ObjectTarget): unknown {
  if (!FleetError.isInstance(thrown)) return thrown;
  if (thrown.code === 'CONFLICT') return ownershipConflict(thrown, target);
  return thrown.code === 'SERVER_ERROR' ? schemaError(thrown, target) : thrown;
}

function ownershipConflict(error: FleetError, target: ObjectTarget): FleetError {
  const conflicts = listAt(error.details, 'causes').flatMap((cause) => {
    const [, field, manager] = /^(.*?): conflict with "([^"]+)"/.exec(String(cause)) ?? [];
    return field === undefined || manager === undefined ? [] : [{ manager, field } satisfies FieldConflict];
  });
  if (conflicts.length === 0) return error;
  const managers = [...new Set(conflicts.map(({ manager }) => manager))];
  const fields = managers.map((manager) => `"${manager}" owns ${fieldsOf(conflicts, manager)}`);
  return new FleetError('CONFLICT', `${describeTarget(target)} was not changed: ${fields.join('; ')}.`, {
    cluster: error.cluster,
    cause: error,
    hint: 'Leave these fields out or set them as they are; force=true takes them over from their managers.',
    details: { conflicts },
  });
}

function fieldsOf(conflicts: readonly FieldConflict[], manager: string): string {
  const fields = conflicts.filter((conflict) => conflict.manager === manager).map(({ field }) => field.replace(/^\./, ''));
  return fields.slice(0, 8).join(', ') + (fields.length > 8 ? `, and ${String(fields.length - 8)} more` : '');
}

/** Fields that the schema of a kind does not have: servers report this mistake of the caller as a failure of their own (HTTP 500). */
function schemaError(error: FleetError, target: ObjectTarget): FleetError {
  const said = /^failed to create typed patch object \([^)]*\): ([\s\S]*)$/.exec(textAt(error.details, 'kubernetesMessage') ?? '')?.[1];
  if (said === undefined) return error;
  // The value that has the wrong type may be a secret.
  const why = said.replace(/, got &value\.\w+\{Value:[\s\S]*?\}(?=\n|$)/g, ', got another type');
  return new FleetError('INVALID_OBJECT', `${describeTarget(target)} does not fit its schema: ${why.trim()}.`, {
    cluster: error.cluster,
    details: { reason: 'Invalid', kubernetesMessage: why },
  });
}
