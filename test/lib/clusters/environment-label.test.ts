import { describe, expect, it } from 'vitest';
import { guessEnvironment, namePatterns } from '../../../src/lib/clusters/environment-label.js';

describe('guessEnvironment', () => {
  it.each([
    ['prod-1', 'prod'],
    ['iad0-production', 'prod'],
    ['eu_prd_2', 'prod'],
    ['prod1', 'prod'],
    ['stg-1', 'staging'],
    ['fedhigh-preprod', 'staging'],
    ['pre-prod-1', 'staging'],
    ['non-prod-1', 'dev'],
    ['nonprod', 'dev'],
    ['qa-7', 'dev'],
    ['lab', 'dev'],
    ['PROD-1', 'prod'],
    ['prod-dev-1', 'unknown'],
    ['product-catalog', 'unknown'],
    ['devices', 'unknown'],
    ['iad0', 'unknown'],
    ['', 'unknown'],
  ])('%j is %s', (name, environment) => {
    expect(guessEnvironment(name)).toEqual({ environment, guessed: true });
  });
});

describe('namePatterns', () => {
  it('takes the first match', () => {
    const labelOf = namePatterns({ 'prod-canary-*': 'staging', 'prod-*': 'prod', '*': 'dev' });
    expect(['prod-canary-1', 'prod-1', 'x'].map(labelOf)).toEqual(['staging', 'prod', 'dev']);
  });

  it('names the pattern that is none', () => {
    expect(() => namePatterns({ 'a[': 'x' })).toThrow('"a[" is not a valid pattern');
  });
});
