const NATURAL = new Intl.Collator('en', { numeric: true });

/** The order in which clusters are shown: `c-2` before `c-10`. Total: different names are never equal. */
export function compareNames(left: string, right: string): number {
  const natural = NATURAL.compare(left, right);
  if (natural !== 0) return natural;
  return left < right ? -1 : left > right ? 1 : 0;
}
