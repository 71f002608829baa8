import { describe, expect, it } from 'vitest';
import { compileGlob, isGlob } from '../../../src/lib/platform/glob.js';

describe('compileGlob', () => {
  it.each([
    ['prod-*', 'prod-1', true],
    ['prod-*', 'preprod-1', false],
    ['*-1', 'prod-1', true],
    ['p?od', 'prod', true],
    ['p?od', 'pod', false],
    ['node-[0-9]', 'node-7', true],
    ['node-[!0-9]', 'node-7', false],
    ['{prod,dev}-{a,b}', 'dev-b', true],
    ['{prod,dev}-{a,b}', 'dev-c', false],
    ['a.c', 'abc', false],
    ['*', '', true],
    ['PROD-*', 'prod-1', false],
    ['[]]', ']', true],
    ['a**b', 'axxb', true],
  ])('%s on %j is %j', (pattern, text, expected) => {
    expect(compileGlob(pattern)(text)).toBe(expected);
  });

  it.each(['[a', '{a,b', '{a,{b}}', '{a,b}'.repeat(9)])('refuses %s', (pattern) => {
    expect(() => compileGlob(pattern)).toThrow(RangeError);
  });

  it('does not explode on many stars', () => {
    expect(compileGlob('*a'.repeat(100))('a'.repeat(99) + 'b')).toBe(false);
  });

  it('knows a glob from a name', () => {
    expect(['a', 'a*', 'a?', '[a]', '{a}'].map(isGlob)).toEqual([false, true, true, true, true]);
  });
});
