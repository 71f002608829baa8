import { textTable } from '../../platform/text-table.js';
import type { RefreshOutput } from './refresh-output.js';

/** How current the clusters are, for people: the Ranchers, the sources, what went before, and which clusters are gone. */
export function renderRefreshStatus(output: RefreshOutput): string {
  const { ranchers = [], sources, history, clusters } = output;
  const head = `Directory: ${output.directory ?? '(none)'}; auto refresh: ${output.auto_refresh ? 'on' : 'off'}; last refresh: ${output.last_refresh ?? 'never'}`;
  const parts = [ranchers.length === 0 ? head : undefined, ...ranchers.map(rancherLine), ...sources.map(sourceLine)];
  if (history.length > 0) {
    const named = history.some(({ rancher }) => rancher !== undefined);
    parts.push(
      '',
      textTable(
        ['at', ...(named ? ['from'] : []), 'outcome', 'summary'],
        history.map(({ at, rancher, outcome, summary }) => [at, ...(named ? [rancher ?? 'sources'] : []), outcome, summary]),
      ),
    );
  }
  const gone = clusters.filter(({ active }) => !active);
  parts.push('', `${String(clusters.length - gone.length)} clusters active, ${String(gone.length)} not`);
  if (gone.length > 0)
    parts.push(
      textTable(
        ['cluster', 'last seen', 'inactive since', 'removed'],
        gone.map((cluster) => [cluster.name, cluster.last_seen, cluster.inactive_since, removedFrom(cluster)]),
      ),
    );
  return parts.filter((part) => part !== undefined).join('\n');
}

function rancherLine(rancher: NonNullable<RefreshOutput['ranchers']>[number]): string {
  const { name, rancher_url, profile, directory, auto_refresh, health, last_refresh, next_refresh, removed, other_clusters } = rancher;
  const facts = [
    `${rancher_url ?? '(address known to nsk)'}${profile === undefined ? '' : `, profile ${profile}`}: ${health}`,
    `auto refresh: ${auto_refresh ? 'on' : 'off'}`,
    `last refresh: ${last_refresh ?? 'never'}`,
    ...(next_refresh === undefined ? [] : [`next: ${next_refresh}`]),
    `directory: ${directory}`,
    ...(removed === 0 ? [] : [`${String(removed)} removed from Rancher`]),
    ...(other_clusters === undefined ? [] : [`${String(other_clusters)} more clusters that are not yours`]),
  ];
  return `Rancher ${name} ${facts.join('; ')}`;
}

function sourceLine({ name, clusters, stale, failure }: RefreshOutput['sources'][number]): string {
  return `Source ${name}: ${String(clusters)} clusters${stale ? ', STALE' : ''}${failure === undefined ? '' : `: ${failure}`}`;
}

function removedFrom(cluster: RefreshOutput['clusters'][number]): string {
  if (cluster.removed_from_rancher === true) return 'from Rancher';
  return cluster.removed_from_source === true ? 'yes' : 'no';
}
