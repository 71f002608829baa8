/** How the refreshes go: Degraded = the last one failed and what is at hand is in use; Unhealthy = three or more in a row. */
export type RefreshHealth = 'Unknown' | 'Healthy' | 'Degraded' | 'Unhealthy';

const UNHEALTHY_AFTER = 3;

/** The health after so many failures in a row; Unknown before the first refresh. */
export function healthAfter(failuresInARow: number, refreshes: number): RefreshHealth {
  if (refreshes === 0) return 'Unknown';
  if (failuresInARow === 0) return 'Healthy';
  return failuresInARow < UNHEALTHY_AFTER ? 'Degraded' : 'Unhealthy';
}
