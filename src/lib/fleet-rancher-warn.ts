import { toFleetError } from './errors.js';
import { tokenWarning } from './integrations/rancher/token-warning.js';
import type { NskIntegration } from './integrations/nsk/nsk-integration.js';
import { limitedSignal } from './platform/limited-signal.js';
import type { Logger } from './platform/logger.js';

const DAY_MS = 86_400_000;
const TIMEOUT_MS = 5_000;
const NEVER = new AbortController().signal;

/** Says in the log, once a day at most, that the token of an integration ends soon: later every kubeconfig would fail at once. */
export function warnOfToken(integration: NskIntegration, logger: Logger): void {
  let lookedAt = Number.NEGATIVE_INFINITY;
  integration.on('refresh-finished', () => {
    if (Date.now() - lookedAt < DAY_MS) return;
    lookedAt = Date.now();
    void look(integration, logger);
  });
}

async function look(integration: NskIntegration, logger: Logger): Promise<void> {
  const limited = limitedSignal(NEVER, TIMEOUT_MS);
  try {
    const facts = await integration.client().tokenFacts(limited.signal);
    const warning = facts === undefined ? undefined : tokenWarning(facts, new Date());
    if (warning !== undefined) logger.log('warn', warning, { rancher: integration.name });
  } catch (thrown) {
    // Where only the program nsk knows the token, or Rancher does not tell of it, there is nothing to warn of.
    logger.log('debug', 'Rancher did not tell when the token ends', { rancher: integration.name, error: toFleetError(thrown).message });
  } finally {
    limited.release();
  }
}
