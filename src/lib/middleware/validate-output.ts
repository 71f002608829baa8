import type { Middleware } from '../call.js';
import { FleetError } from '../errors.js';
import { operationOutput } from '../operation-schema.js';

/** Holds every answer to its declared shape: what adapters publish as the output schema is what callers get. */
export const validateOutput: Middleware = async (call, next) => {
  const outcome = await next(call);
  const parsed = operationOutput(call.operation).safeParse(outcome.output);
  if (parsed.success) return { ...outcome, output: parsed.data };
  const where = parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new FleetError('INTERNAL', `${call.operation.name} made an answer that does not fit its schema (${where.join('; ')}).`, {
    cluster: outcome.cluster,
    cause: parsed.error,
  });
};
