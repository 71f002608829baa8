import { FleetError } from '../errors.js';
import type { ObjectTarget } from './object-target.js';
import { waitFor, type WaitContext, type Waited } from './wait-for.js';
import type { WaitRequest } from './wait-request.js';

/**
 * The wait after a write; undefined where none was asked for.
 * @param done what was written, for the message when the wait fails: `Deployment shop/web is scaled to 5`
 * @throws FleetError what {@link waitFor} throws, saying that the write itself is done
 */
export async function waitAfter(
  context: WaitContext,
  target: ObjectTarget,
  wait: WaitRequest | undefined,
  done: string,
  uid?: string,
): Promise<Waited | undefined> {
  if (wait === undefined) return undefined;
  try {
    return await waitFor(context, target, wait.goal, { timeoutMs: wait.timeoutMs, uid });
  } catch (thrown) {
    if (!FleetError.isInstance(thrown)) throw thrown;
    const { code, message, cluster, hint, details } = thrown;
    throw new FleetError(code, `${done}, but the wait failed. ${message}`, { cluster, cause: thrown, hint, details: { ...details, done } });
  }
}
