import type { Call } from './call.js';
import { FleetError } from './errors.js';
import type { OperationFinished } from './events.js';
import type { RotationOptions } from './platform/append-file.js';
import { openAuditLog, type AuditEntry } from './platform/audit-log.js';
import type { Logger } from './platform/logger.js';

/** The audit log of a fleet, and what is done when it cannot be written. */
export interface AuditTrail {
  /** Writes down a call that is about to change something; absent where a log that fails stops nothing. @throws FleetError AUDIT_FAILED */
  readonly begin?: ((call: Call) => Promise<void>) | undefined;
  /** Writes down how a call ended. @throws FleetError AUDIT_FAILED where the log is required */
  finished(finished: OperationFinished): Promise<void>;
  close(): Promise<void>;
}

export interface AuditTrailOptions {
  readonly path: string;
  readonly rotation: RotationOptions;
  /** Nothing is done that cannot be written down. */
  readonly required: boolean;
  readonly logger: Logger;
}

/** Opens nothing before the first line. */
export function auditTrail({ path, rotation, required, logger }: AuditTrailOptions): AuditTrail {
  const log = openAuditLog(path, rotation);
  const write = async (entry: AuditEntry, whenItFails: string): Promise<void> => {
    try {
      await log.write(entry);
    } catch (cause) {
      logger.log('error', 'the audit log could not be written', { error: String(cause), requestId: entry.requestId });
      // A call that ends so has said it already.
      if (!required || entry.code === 'AUDIT_FAILED') return;
      const { operation, cluster, outcome, code } = entry;
      const message = `${operation}: the audit log could not be written. ${whenItFails}`;
      throw new FleetError('AUDIT_FAILED', message, { cluster, cause, details: { outcome, ...(code === undefined ? {} : { code }) } });
    }
  };
  return {
    ...(required ? { begin: (call) => write(startOf(call), 'Nothing was done.') } : {}),
    finished: (finished) => write(finished, consequence(finished)),
    close: () => log.close(),
  };
}

function startOf(call: Call): AuditEntry {
  return {
    requestId: call.requestId,
    operation: call.operation.name,
    caller: call.caller.user ?? call.caller.id,
    cluster: call.target?.name,
    effect: call.operation.effect,
    outcome: 'started',
    code: undefined,
    startedAt: new Date().toISOString(),
    durationMs: 0,
    ...call.notes,
  };
}

function consequence({ outcome, effect, code }: OperationFinished): string {
  if (outcome === 'refused') return `It was refused (${code ?? ''}); nothing was done.`;
  if (effect === 'read') return 'Its answer is withheld.';
  return outcome === 'ok'
    ? 'It was done all the same: do not repeat it without looking.'
    : `It ended with ${code ?? outcome}; look at what it has done.`;
}
