import { expect, test } from 'vitest';
import { type LocalClusterOptions, startLocalFleet } from '../../src/testing/index.js';

const wrong: readonly (readonly [string, readonly LocalClusterOptions[], RegExp])[] = [
  ['no cluster', [], /at least one cluster/],
  ['two clusters of one name', [{ name: 'a' }, { name: 'a' }], /Two local clusters are named "a"/],
  ['an empty name', [{ name: '' }], /"" cannot name/],
  ['a name that is a path', [{ name: '../a' }], /"..\/a" cannot name/],
  ['a name that looks like a flag', [{ name: '-a' }], /"-a" cannot name/],
  ['a name in capitals', [{ name: 'Prod' }], /lower-case/],
  ['a negative number of nodes', [{ name: 'a', nodes: -1 }], /"nodes" of a must be a whole number from 0 to 1000, not -1/],
  ['half a node', [{ name: 'a', nodes: 0.5 }], /not 0.5/],
  // @ts-expect-error: JavaScript callers can pass any text.
  ['an unknown version', [{ name: 'a', version: '1.23' }], /version "1.23"; there are 1.24, /],
  // @ts-expect-error: this name is inherited by every object.
  ['a version named like an object member', [{ name: 'a', version: 'toString' }], /version "toString"/],
];

test.each(wrong)('%s is refused before anything starts', async (_what, clusters, message) => {
  await expect(startLocalFleet({ clusters })).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringMatching(message) });
});
