const DAY_MS = 86_400_000;

/** How long a token lives, as far as it is known; ISO 8601. */
export interface TokenLife {
  readonly createdAt: string | undefined;
  /** Undefined: it does not end. */
  readonly expiresAt: string | undefined;
}

/** True once a token has less than a fifth of its life left, or three days where that is less: time enough for many tries. */
export function needsRenewal({ createdAt, expiresAt }: TokenLife, now: Date): boolean {
  if (expiresAt === undefined) return false;
  const end = Date.parse(expiresAt);
  const life = end - Date.parse(createdAt ?? '');
  const before = Number.isNaN(life) ? 3 * DAY_MS : Math.min(3 * DAY_MS, life / 5);
  return end - now.getTime() <= before;
}
