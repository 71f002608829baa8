/** `5 Synced, 2 OutOfSync`: how often each value is there, the most frequent first; `none` for no values. */
export function tally(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts].sort(([left, most], [right, fewer]) => fewer - most || (left < right ? -1 : 1));
  return sorted.length === 0 ? 'none' : sorted.map(([value, count]) => `${count} ${value}`).join(', ');
}
