import type { CompleteResult } from '@modelcontextprotocol/server';
import type { Fleet } from '../../index.js';
import { offers } from './fleet-text.js';
import type { CompletionQuestion, Exchange } from './surface.js';

/** The protocol's bound on values in one answer. */
const MOST_VALUES = 100;

/** Cluster names that begin with what was typed, then those that contain it. Connects to no cluster. */
export async function complete(fleet: Fleet, { argument, value }: CompletionQuestion, exchange: Exchange): Promise<CompleteResult> {
  const { caller, limits, signal } = exchange;
  if (argument !== 'cluster' || !offers(fleet, 'clusters_list', limits)) return { completion: { values: [] } };
  const { clusters } = await fleet.run('clusters_list', { limit: 0 }, { caller, limits, signal });
  const names = clusters.map(({ name }) => name);
  const typed = value.toLowerCase();
  const beginning = names.filter((name) => name.toLowerCase().startsWith(typed));
  const containing = names.filter((name) => !beginning.includes(name) && name.toLowerCase().includes(typed));
  const found = [...beginning, ...containing];
  return { completion: { values: found.slice(0, MOST_VALUES), total: found.length, hasMore: found.length > MOST_VALUES } };
}
