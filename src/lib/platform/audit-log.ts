import { openAppendFile, type RotationOptions } from './append-file.js';
import { redact } from './redact.js';

/** What the audit log says of one operation: the payload of the event `operation-finished` fits. */
export interface AuditEntry {
  readonly requestId: string;
  readonly operation: string;
  readonly caller: string;
  readonly cluster: string | undefined;
  readonly effect?: string | undefined;
  readonly outcome: string;
  readonly code: string | undefined;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** The access level that held, and what decided. */
  readonly access?: string | undefined;
  readonly decidedBy?: string | undefined;
  readonly inputDigest?: string | undefined;
  readonly revealed?: boolean | undefined;
  /** How a person agreed. */
  readonly confirmation?: string | undefined;
}

/** A file with one line of JSON per operation. */
export interface AuditLog {
  /** Resolves when the line is in the file. @throws FleetError FILE_FAILED */
  write(entry: AuditEntry): Promise<void>;
  close(): Promise<void>;
}

/** An audit log at `path`: mode 0600, rotated by size. Nothing is opened before the first line. */
export function openAuditLog(path: string, rotation?: RotationOptions): AuditLog {
  const file = openAppendFile(path, rotation);
  return {
    write: (entry) => file.append(auditLine(entry)),
    close: () => file.close(),
  };
}

function auditLine(entry: AuditEntry): string {
  return JSON.stringify(
    redact({
      time: entry.startedAt,
      user: entry.caller,
      cluster: entry.cluster ?? null,
      operation: entry.operation,
      outcome: entry.outcome,
      ...(entry.code === undefined ? {} : { code: entry.code }),
      ...(entry.effect === undefined ? {} : { effect: entry.effect }),
      ...(entry.access === undefined ? {} : { access: entry.access }),
      ...(entry.decidedBy === undefined ? {} : { decided_by: entry.decidedBy }),
      ...(entry.revealed === true ? { revealed: true } : {}),
      ...(entry.confirmation === undefined ? {} : { confirmation: entry.confirmation }),
      ...(entry.inputDigest === undefined ? {} : { input_digest: entry.inputDigest }),
      request_id: entry.requestId,
      duration_ms: Math.round(entry.durationMs * 100) / 100,
    }),
  );
}
