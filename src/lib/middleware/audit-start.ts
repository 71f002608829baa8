import type { Call, Middleware } from '../call.js';

/** Told of a call that is about to change something. Throws when that must not go on. */
export type StartSink = (call: Call) => Promise<void>;

/** Has a call written down before it changes anything: what a crash leaves behind is then known, too. */
export function auditStart(begin: StartSink | undefined): Middleware {
  return async (call, next) => {
    if (begin !== undefined && call.operation.effect !== 'read') await begin(call);
    return next(call);
  };
}
