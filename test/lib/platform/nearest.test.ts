import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../../../src/lib/platform/nearest.js';

describe('nearest', () => {
  it.each([
    ['contxt', ['context', 'cluster'], 'context'],
    ['PROD-1', ['prod-1', 'prod-2'], 'prod-1'],
    ['pord-1', ['dev-1', 'prod-1'], 'prod-1'],
    ['iad0', ['prod-iad0', 'prod-fra1'], 'prod-iad0'],
    ['xyz', ['prod-1'], undefined],
    ['', ['a'], undefined],
    ['a', [], undefined],
  ])('of %j among %j is %j', (name, candidates, expected) => {
    expect(nearest(name, candidates)).toBe(expected);
  });

  it('stays quick with hostile lengths', () => {
    const candidates = Array.from({ length: 500 }, (_, index) => `${'x'.repeat(10_000)}${String(index)}`);
    expect(nearest('y'.repeat(1_000_000), candidates)).toBeUndefined();
  });

  it('is put as a question', () => {
    expect(didYouMean('prod1', ['prod-1'])).toBe(' Did you mean "prod-1"?');
    expect(didYouMean('zzz', ['prod-1'])).toBe('');
  });
});
