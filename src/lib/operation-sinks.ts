import type { FleetConfig } from './config/schema.js';
import type { FleetEvents, OperationFinished } from './events.js';
import { openAuditLog } from './platform/audit-log.js';
import type { Logger } from './platform/logger.js';
import type { TypedEmitter } from './typed-emitter.js';

/** Told how each call ended. */
export type OperationSink = (finished: OperationFinished) => void | Promise<void>;

/** Everyone who is told how each call ended (listeners, the log, the audit log), and how to let go of the files. */
export interface OperationSinks {
  readonly sinks: readonly OperationSink[];
  close(): Promise<void>;
}

export function operationSinks(config: FleetConfig, events: TypedEmitter<FleetEvents>, logger: Logger): OperationSinks {
  const tell: OperationSink = (finished) => {
    events.emit('operation-finished', finished);
    const { operation, cluster, outcome, code, requestId } = finished;
    logger.log(outcome === 'ok' ? 'debug' : 'info', `operation ${outcome}`, { operation, cluster, code, requestId });
  };
  if (config.auditLog === undefined) return { sinks: [tell], close: () => Promise.resolve() };
  const audit = openAuditLog(config.auditLog);
  const record: OperationSink = async (finished) => {
    try {
      await audit.write(finished);
    } catch (error) {
      logger.log('error', 'the audit log could not be written', { error: String(error), requestId: finished.requestId });
    }
  };
  return { sinks: [tell, record], close: () => audit.close() };
}
