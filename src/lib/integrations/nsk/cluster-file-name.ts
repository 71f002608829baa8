const LONGEST = 200;

/**
 * The file of each cluster: its name, with what does not fit in file names or names of clusters replaced by `-`. Names that become
 * alike, on file systems that ignore case as well, get their ids.
 */
export function clusterFileNames(clusters: readonly { readonly id: string; readonly name: string }[]): ReadonlyMap<string, string> {
  const stems = clusters.map(({ id, name }) => ({ id, stem: stemOf(name) }));
  const counts = new Map<string, number>();
  for (const { stem } of stems) counts.set(stem.toLowerCase(), (counts.get(stem.toLowerCase()) ?? 0) + 1);
  return new Map(stems.map(({ id, stem }) => [id, `${counts.get(stem.toLowerCase()) === 1 ? stem : `${stem}-${stemOf(id)}`}.yaml`]));
}

function stemOf(name: string): string {
  const stem = name
    .slice(0, LONGEST)
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .replace(/[^A-Za-z0-9]+$/, '');
  return stem === '' ? 'cluster' : stem;
}
