import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalFleet } from '../../src/testing/index.js';
import { valueAt } from '../../src/testing/value-at.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';

await describeWithFleet('the shared fleet', () => {
  let fleet: LocalFleet;
  beforeAll(async () => {
    fleet = await sharedFleet();
  });
  afterAll(() => fleet.close());

  test.each([
    ['legacy', 'v1.24.17'],
    ['current', 'v1.36.3'],
  ])('%s answers as %s', async (name, version) => {
    const answer = await fleet.cluster(name).adminClient.request('GET', '/version');
    expect(valueAt(answer.json(), 'gitVersion')).toBe(version);
  });
});
