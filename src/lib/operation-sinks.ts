import { auditTrail, type AuditTrail } from './audit-trail.js';
import type { FleetConfig } from './config/schema.js';
import type { FleetEvents, OperationFinished } from './events.js';
import type { Logger } from './platform/logger.js';
import type { TypedEmitter } from './typed-emitter.js';

/** Told how each call ended. */
export type OperationSink = (finished: OperationFinished) => void | Promise<void>;

/** Everyone who is told how each call ended (listeners, the log, the audit log), and how to let go of the files. */
export interface OperationSinks {
  readonly sinks: readonly OperationSink[];
  /** Absent where nothing is written down. */
  readonly audit?: AuditTrail | undefined;
  close(): Promise<void>;
}

export function operationSinks(config: FleetConfig, events: TypedEmitter<FleetEvents>, logger: Logger): OperationSinks {
  const tell: OperationSink = (finished) => {
    events.emit('operation-finished', finished);
    const { operation, cluster, outcome, code, requestId } = finished;
    logger.log(outcome === 'ok' ? 'debug' : 'info', `operation ${outcome}`, { operation, cluster, code, requestId });
  };
  const { auditLog: path, auditMaxSize: maxBytes, auditKeep: keep, auditRequired: required } = config;
  if (path === undefined) return { sinks: [tell], close: () => Promise.resolve() };
  const audit = auditTrail({ path, rotation: { maxBytes, keep }, required, logger });
  return { sinks: [tell, (finished) => audit.finished(finished)], audit, close: () => audit.close() };
}
