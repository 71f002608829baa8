import { isRecord, parseJson } from '../../platform/plain-records.js';
import { parseRancherCluster, type RancherReadiness } from '../rancher/rancher-cluster.js';
import { providedCluster, type ProvidedCluster } from './kubeconfig-provider.js';

/** Members under which lists of clusters are found. */
const LISTS = ['data', 'items', 'clusters', 'results'];

/**
 * The clusters in the output of `nsk cluster list`. Its exact form is not known: JSON (a list of objects or names, or an object that holds
 * one), a line of JSON for each, a table with a header, or a name on each line.
 */
export function parseNskList(output: string): readonly ProvidedCluster[] {
  const text = output.trim();
  if (text === '') return [];
  const whole = parseJson(text);
  if (whole !== undefined) return unique(itemsOf(whole).flatMap((item) => clusterOf(item) ?? []));
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
  const parsed = lines.filter((line) => line.trim() !== '').map((line) => parseJson(line));
  if (parsed.every(isRecord)) return unique(parsed.flatMap((item) => clusterOf(item) ?? []));
  return unique(rowsOf(lines));
}

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isRecord(value)) return [];
  for (const key of LISTS) if (Array.isArray(value[key])) return value[key];
  return [];
}

function clusterOf(item: unknown): ProvidedCluster | undefined {
  if (typeof item === 'string') return named(item);
  if (!isRecord(item)) return undefined;
  const known = parseRancherCluster({
    ...item,
    name: item['name'] ?? item['Name'] ?? item['displayName'],
    id: item['id'] ?? item['ID'] ?? item['name'] ?? item['Name'],
  });
  if (known === undefined) return undefined;
  const { state, ...cluster } = providedCluster(known);
  return state === 'unknown' ? cluster : { ...cluster, state };
}

/** A table whose first line has NAME in it, or names alone. Borders and marks of the current cluster are left out. */
function rowsOf(lines: readonly string[]): ProvidedCluster[] {
  const rows = lines
    .filter((line) => /[A-Za-z0-9]/.test(line))
    .map((line) =>
      line
        .split(/\t|\s{2,}|\s*\|\s*/)
        .map((cell) => cell.trim())
        .filter((cell) => cell !== '' && cell !== '*'),
    );
  const titles = rows[0]?.map((title) => title.toUpperCase()) ?? [];
  const nameAt = titles.indexOf('NAME');
  if (nameAt < 0) return rows.flatMap((cells) => (cells.length === 1 && /^\S+$/.test(cells[0] ?? '') ? [named(cells[0] ?? '')] : []));
  // The column of the mark has a title, but seldom a cell.
  const shift = titles[0] === 'CURRENT' ? 1 : 0;
  const cell = (cells: readonly string[], title: string): string | undefined => {
    const at = titles.indexOf(title);
    return at < 0 ? undefined : cells[cells.length < titles.length ? at - shift : at];
  };
  return rows.slice(1).flatMap((cells) => {
    const name = cell(cells, 'NAME');
    if (name === undefined || name === '') return [];
    const state = cell(cells, 'STATE')?.toLowerCase();
    return [{ ...named(name), id: cell(cells, 'ID') ?? name, ...(state === undefined ? {} : { state, readiness: readinessOf(state) }) }];
  });
}

function readinessOf(state: string): RancherReadiness {
  return parseRancherCluster({ id: 'x', name: 'x', state })?.readiness ?? 'Unknown';
}

function named(name: string): ProvidedCluster {
  return { id: name, name, readiness: 'Unknown', labels: {} };
}

function unique(clusters: readonly ProvidedCluster[]): readonly ProvidedCluster[] {
  return [...new Map(clusters.map((cluster) => [cluster.id, cluster])).values()];
}
