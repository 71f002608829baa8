/** How long clusters that vanished together must stay away before they are believed to be gone. */
export const HOLD_MS = 30_000;

/** Facts of one listing for {@link mayDisappear}. */
export interface Shrinkage {
  /** Clusters that were known and are not in the listing. */
  readonly missing: number;
  /** Clusters known before the listing. */
  readonly known: number;
  readonly now: Date;
  readonly acceptRemovals: boolean;
}

/**
 * The rule that keeps a fault of the source from looking like an empty fleet. One cluster, or a tenth of them, may vanish in
 * one listing. When more do, all of them are held: kept, marked stale and reported, until a listing at least {@link HOLD_MS}
 * after the first one still lacks them, or until someone accepts it (`refresh({ acceptRemovals: true })`).
 * @param heldSince since when this cluster is held already (ISO 8601)
 */
export function mayDisappear(heldSince: string | undefined, shrinkage: Shrinkage): boolean {
  if (shrinkage.acceptRemovals || shrinkage.missing <= Math.max(1, Math.floor(shrinkage.known / 10))) return true;
  return heldSince !== undefined && shrinkage.now.getTime() - Date.parse(heldSince) >= HOLD_MS;
}
