import { describe, expect, it } from 'vitest';
import type { SourceListing } from '../../../src/lib/clusters/source.js';
import { afterFailure, afterListing, newSourceState, type SourceState } from '../../../src/lib/clusters/source-state.js';
import { FleetError } from '../../../src/lib/errors.js';
import { describeCluster } from '../../support/descriptor.js';

const listing = (...names: string[]): SourceListing => ({
  clusters: names.map((name) => describeCluster('https://x.test', {}, { name, kubeconfigPath: `/c/${name}.yaml` })),
  failures: [],
});
const numbered = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, index) => `c${String(from + index)}`);
const at = (second: number, acceptRemovals = false): { now: Date; acceptRemovals: boolean } => ({
  now: new Date(Date.UTC(2026, 0, 1) + second * 1000),
  acceptRemovals,
});
const names = (state: SourceState): string[] => [...state.clusters.keys()].sort();
const stale = (state: SourceState): Record<string, string> =>
  Object.fromEntries([...state.clusters].flatMap(([name, known]) => (known.stale === undefined ? [] : [[name, known.stale.why]])));

describe('the state of a source', () => {
  it.each([
    [1, 0],
    [2, 1],
    [10, 9],
    [20, 18],
    [100, 90],
  ])('lets %i clusters become %i at once', (before, after) => {
    const first = afterListing(newSourceState('s'), listing(...numbered(0, before)), at(0));
    expect(names(afterListing(first, listing(...numbered(0, after)), at(1)))).toEqual(numbered(0, after).sort());
  });

  it.each([
    [2, 0],
    [10, 8],
    [20, 17],
    [100, 0],
  ])('holds the rest when %i clusters become %i at once, until a listing 30 s later agrees', (before, after) => {
    const first = afterListing(newSourceState('s'), listing(...numbered(0, before)), at(0));
    const second = afterListing(first, listing(...numbered(0, after)), at(1));
    expect(names(second)).toEqual(numbered(0, before).sort());
    expect(stale(second)).toEqual(Object.fromEntries(numbered(after, before).map((name) => [name, 'held'])));
    const third = afterListing(second, listing(...numbered(0, after)), at(30));
    expect(names(third)).toHaveLength(before);
    expect(names(afterListing(third, listing(...numbered(0, after)), at(31)))).toEqual(numbered(0, after).sort());
  });

  it('drops held clusters when someone accepts it, and frees them when they come back', () => {
    const first = afterListing(newSourceState('s'), listing(...numbered(0, 10)), at(0));
    const held = afterListing(first, listing(), at(1));
    expect(names(afterListing(held, listing(), at(2, true)))).toEqual([]);
    expect(stale(afterListing(held, listing(...numbered(0, 10)), at(3)))).toEqual({});
  });

  it('keeps everything when it fails, with the time of the first failure, and frees it afterwards', () => {
    const first = afterListing(newSourceState('s'), listing('a', 'b'), at(0));
    const failure = { source: 's', error: new FleetError('SOURCE_FAILED', 'gone') };
    const twice = afterFailure(afterFailure(first, failure, at(1).now), failure, at(2).now);
    expect(stale(twice)).toEqual({ a: 'source-failed', b: 'source-failed' });
    expect(twice.clusters.get('a')?.stale?.since).toBe(at(1).now.toISOString());
    expect(twice.failed).toBe(failure);
    const back = afterListing(twice, listing('a', 'b'), at(3));
    expect([stale(back), back.failed]).toEqual([{}, undefined]);
  });

  it('keeps clusters whose own entry, file or member source is broken, and only those', () => {
    const first = afterListing(newSourceState('s'), listing('a', 'b', 'c'), at(0));
    const error = new FleetError('KUBECONFIG_INVALID', 'broken');
    const after = (failure: object): Record<string, string> =>
      stale(afterListing(first, { clusters: listing('b', 'c').clusters, failures: [{ source: 's', error, ...failure }] }, at(1)));
    expect(after({ cluster: 'a' })).toEqual({ a: 'unreadable' });
    expect(after({ path: '/c/a.yaml' })).toEqual({ a: 'unreadable' });
    expect(after({ source: 'test' })).toEqual({ a: 'source-failed' });
    expect(after({ cluster: 'x' })).toEqual({});
  });

  it('does not keep a name that has become ambiguous', () => {
    const first = afterListing(newSourceState('s'), listing('a', 'b'), at(0));
    const second = afterListing(first, listing('a', 'a', 'b'), at(1));
    expect(names(second)).toEqual(['b']);
    expect(second.failures.map(({ cluster, error }) => [cluster, error.code])).toEqual([
      ['a', 'CLUSTER_NAME_CONFLICT'],
      ['a', 'CLUSTER_NAME_CONFLICT'],
    ]);
  });
});
