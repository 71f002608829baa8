import type { RancherTokenFacts } from './token-facts.js';

const DAY_MS = 86_400_000;
const WARN_DAYS = 7;

/** Days until a token ends, not rounded, negative once it ended; undefined when it does not end. */
export function tokenDaysLeft({ expiresAt }: Pick<RancherTokenFacts, 'expiresAt'>, now: Date): number | undefined {
  const end = expiresAt === undefined ? Number.NaN : Date.parse(expiresAt);
  return Number.isNaN(end) ? undefined : (end - now.getTime()) / DAY_MS;
}

/** What to tell of a token before it fails, for people: it ended, is disabled, or ends within 7 days. Undefined: nothing. */
export function tokenWarning(facts: RancherTokenFacts, now: Date): string | undefined {
  const { name, enabled, expired, expiresAt } = facts;
  const days = tokenDaysLeft(facts, now);
  if (expired || (days !== undefined && days <= 0))
    return `The token ${name} of Rancher expired${expiresAt === undefined ? '' : ` (${expiresAt})`}; make a new one in Rancher.`;
  if (!enabled) return `The token ${name} of Rancher is disabled; enable it in Rancher, or make a new one.`;
  if (days === undefined || days > WARN_DAYS) return undefined;
  return `The token ${name} of Rancher expires in ${spanOf(days)} (${expiresAt ?? ''}); make a new one before.`;
}

function spanOf(days: number): string {
  if (days >= 2) return `${String(Math.floor(days))} days`;
  const hours = Math.floor(days * 24);
  return hours >= 1 ? `${String(hours)} h` : 'less than an hour';
}
