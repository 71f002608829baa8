import { z } from 'zod';
import { toFleetError } from '../../errors.js';
import { tokenDaysLeft, tokenWarning } from '../../integrations/rancher/token-warning.js';
import { limitedSignal } from '../../platform/limited-signal.js';
import type { Rancher } from './choose-ranchers.js';
import type { SeenClusters } from './seen-clusters.js';

/** What Rancher says of the token in use; never the token. `problem`: why it does not say. */
export const loginShape = () =>
  z.object({
    user: z.string().optional(),
    expires_at: z.string().optional(),
    days_left: z.int().optional(),
    scoped_to: z.string().optional(),
    warning: z.string().optional(),
    problem: z.string().optional(),
  });

export type LoginFacts = z.output<ReturnType<typeof loginShape>>;

const TIMEOUT_MS = 5_000;

/** Asks Rancher, for a few seconds at most. Undefined where only the program nsk knows the token. */
export async function loginFacts(rancher: Rancher, seen: SeenClusters, signal: AbortSignal): Promise<LoginFacts | undefined> {
  const limited = limitedSignal(signal, TIMEOUT_MS);
  try {
    const facts = await rancher.client().tokenFacts(limited.signal);
    if (facts === undefined) return { problem: 'Rancher does not tell when its token ends.' };
    const { user, expiresAt, scopedTo } = facts;
    const now = new Date();
    const days = tokenDaysLeft(facts, now);
    const warning = tokenWarning(facts, now);
    const scope = scopedTo === undefined ? undefined : seen.nameOfId(scopedTo);
    return {
      ...(user === undefined ? {} : { user }),
      ...(expiresAt === undefined ? {} : { expires_at: expiresAt }),
      ...(days === undefined ? {} : { days_left: Math.floor(days) }),
      ...(scope === undefined ? {} : { scoped_to: scope }),
      ...(warning === undefined ? {} : { warning }),
    };
  } catch (thrown) {
    signal.throwIfAborted();
    if (limited.timedOut) return { problem: `TIMEOUT: Rancher did not answer within ${String(TIMEOUT_MS / 1000)} s.` };
    const { code, message } = toFleetError(thrown);
    return code === 'CONFIG_INVALID' ? undefined : { problem: `${code}: ${message}` };
  } finally {
    limited.release();
  }
}
