import { expect, test } from 'vitest';
import type { RancherTokenFacts } from '../../../../src/lib/integrations/rancher/token-facts.js';
import { tokenDaysLeft, tokenWarning } from '../../../../src/lib/integrations/rancher/token-warning.js';

const now = new Date('2026-05-01T12:00:00Z');
const facts = (changes: Partial<RancherTokenFacts>): RancherTokenFacts => ({
  name: 'token-abcde',
  user: 'user-abcde',
  createdAt: undefined,
  expiresAt: undefined,
  expired: false,
  enabled: true,
  scopedTo: undefined,
  ...changes,
});

test.each([
  ['never ends', {}, undefined],
  ['ends in eight days', { expiresAt: '2026-05-09T12:00:00Z' }, undefined],
  ['ends in less than seven days', { expiresAt: '2026-05-08T11:00:00Z' }, /expires in 6 days \(2026-05-08T11:00:00Z\)/],
  ['ends today', { expiresAt: '2026-05-01T17:30:00Z' }, /expires in 5 h/],
  ['ends now', { expiresAt: '2026-05-01T12:20:00Z' }, /less than an hour/],
  ['ended', { expiresAt: '2026-05-01T11:59:59Z' }, /expired \(2026-05-01T11:59:59Z\)/],
  ['ended, as Rancher says', { expired: true }, /expired;/],
  ['is disabled', { enabled: false, expiresAt: '2027-05-01T12:00:00Z' }, /disabled/],
] as const)('a token that %s', (_what, changes, expected) => {
  const warning = tokenWarning(facts(changes), now);
  if (expected === undefined) expect(warning).toBeUndefined();
  else expect(warning).toMatch(expected);
});

test('days that are left are told exactly', () => {
  expect(tokenDaysLeft({ expiresAt: '2026-05-03T00:00:00Z' }, now)).toBe(1.5);
  expect(tokenDaysLeft({ expiresAt: undefined }, now)).toBeUndefined();
});
