import { describe, expect, test } from 'vitest';
import { compareNames } from '../../../src/lib/platform/name-order.js';
import { pageOf } from '../../../src/lib/platform/page.js';

const named = (...names: string[]): { name: string }[] => names.map((name) => ({ name })).sort((a, b) => compareNames(a.name, b.name));

function everyPage(items: readonly { name: string }[], limit: number): string[] {
  const seen: string[] = [];
  let token: string | undefined;
  do {
    const page = pageOf(items, { limit, continue: token });
    seen.push(...page.items.map(({ name }) => name));
    token = page.continue;
  } while (token !== undefined);
  return seen;
}

describe('pageOf', () => {
  test.each([1, 2, 3, 100])('pages of %i show every name once, in natural order', (limit) => {
    const items = named('c-10', 'c-2', 'c-1', 'c-01', 'C-1', 'prod', 'prod-1', 'ä');
    expect(everyPage(items, limit)).toEqual(items.map(({ name }) => name));
  });

  test('a name that vanished between two pages loses no other', () => {
    const first = pageOf(named('c-2', 'c-10', 'c-11'), { limit: 2 });
    expect(first.continue).toBe('after:c-10');
    expect(pageOf(named('c-2', 'c-11'), { limit: 2, continue: first.continue }).items).toEqual([{ name: 'c-11' }]);
  });

  test('0 means all', () => {
    expect(pageOf(named('a', 'b'), { limit: 0 })).toEqual({ items: [{ name: 'a' }, { name: 'b' }] });
  });

  test('a token that is none is an error', () => {
    expect(() => pageOf(named('a'), { continue: 'a' })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  });
});
