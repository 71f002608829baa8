import type { OwnToken } from '../../integrations/rancher/own-tokens.js';
import { tokenDaysLeft } from '../../integrations/rancher/token-warning.js';
import type { SeenClusters } from './seen-clusters.js';

/** One token as it is shown; nothing of its secret. */
export interface TokenRow {
  name: string;
  kind: string;
  in_use: boolean;
  enabled: boolean;
  expires_at?: string;
  days_left?: number;
  last_used?: string;
  cluster?: string;
  description?: string;
}

/** Which tokens to show, when, and to whom. */
export interface TokenView {
  readonly now: Date;
  /** A token ends soon when it does within so many days. */
  readonly days: number;
  /** Also those that do not. */
  readonly all: boolean;
  readonly seen: SeenClusters;
  readonly isLimited: boolean;
}

/** The one in use, and those that ended or end soon: the next to end first. */
export function tokenRows(tokens: readonly OwnToken[], { now, days, all, seen, isLimited }: TokenView): TokenRow[] {
  return tokens
    .map((token) => ({ token, left: tokenDaysLeft(token, now) }))
    .filter(({ token, left }) => all || token.isCurrent || !token.enabled || token.expired || (left !== undefined && left <= days))
    .sort((a, b) => (a.left ?? Infinity) - (b.left ?? Infinity) || (a.token.name < b.token.name ? -1 : 1))
    .map(({ token, left }) => {
      const cluster = token.scopedTo === undefined ? undefined : seen.nameOfId(token.scopedTo);
      // Its words may name any cluster.
      const description = isLimited ? undefined : token.description?.slice(0, 100);
      return {
        name: token.name,
        kind: token.kind,
        in_use: token.isCurrent,
        enabled: token.enabled,
        ...(token.expiresAt === undefined ? {} : { expires_at: token.expiresAt }),
        ...(left === undefined ? {} : { days_left: Math.floor(left) }),
        ...(token.lastUsedAt === undefined ? {} : { last_used: token.lastUsedAt }),
        ...(cluster === undefined ? {} : { cluster }),
        ...(description === undefined ? {} : { description }),
      };
    });
}

/** How many there are of each kind, and how many ended or end soon. */
export function countTokens(
  tokens: readonly OwnToken[],
  now: Date,
  days: number,
): { readonly total: number; readonly kinds: Record<string, number>; readonly ended: number; readonly ending: number } {
  const kinds: Record<string, number> = {};
  for (const { kind } of tokens) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const left = tokens.map((token) => (token.expired ? 0 : tokenDaysLeft(token, now)));
  return {
    total: tokens.length,
    kinds,
    ended: left.filter((each) => each !== undefined && each <= 0).length,
    ending: left.filter((each) => each !== undefined && each > 0 && each <= days).length,
  };
}
