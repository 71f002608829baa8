// GHSA-cr22-wjx7-2w6m (CVE-2026-46519): what a filter hid from the list could be called by its name.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallestInput } from '../../contract/catalog/smallest-input.js';
import { describeWithFleet } from '../../support/fleet.js';
import { ending, NAMED, openSite, OPERATIONS, type Site } from './site.js';
import type { Fleet, Operation } from '../../../src/index.js';

await describeWithFleet('what is not listed cannot be called', () => {
  let site: Site;
  let readOnly: Fleet;
  let nonDestructive: Fleet;
  beforeAll(async () => {
    site = await openSite();
    readOnly = site.open({ readOnly: true });
    nonDestructive = site.open({ disableDestructive: true });
    await Promise.all([readOnly.clusters.start(), nonDestructive.clusters.start()]);
  });
  afterAll(() => site[Symbol.asyncDispose]());

  const listed = (fleet: Fleet): string[] => fleet.operations.list().map(({ name }) => name);

  async function expectRefused(fleet: Fleet, operation: Operation): Promise<void> {
    const before = site.requests();
    for (const cluster of ['legacy', 'current']) {
      const input = smallestInput(operation, cluster);
      expect(await ending(fleet, operation.name, input)).toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
      const inner = await ending(fleet, 'clusters_exec_all', { operation: operation.name, parameters: {}, clusters: cluster });
      expect(inner.code).toBe('OPERATION_NOT_ALLOWED');
    }
    expect(site.requests()).toBe(before);
  }

  test.each(NAMED.filter(([, { effect }]) => effect !== 'read'))('%s, where everything only reads', async (name, operation) => {
    expect(listed(readOnly)).not.toContain(name);
    await expectRefused(readOnly, operation);
  });

  test.each(NAMED.filter(([, { effect }]) => effect === 'destructive'))('%s, where nothing is destroyed', async (name, operation) => {
    expect(listed(nonDestructive)).not.toContain(name);
    await expectRefused(nonDestructive, operation);
  });

  test.each(NAMED.filter(([name]) => name !== 'clusters_exec_all'))('%s, where it is denied or not allowed', async (name, operation) => {
    const [other = ''] = OPERATIONS.map((each) => each.name).filter((each) => each !== name && each !== 'clusters_exec_all');
    for (const config of [{ deny: [name] }, { allow: [other, 'clusters_exec_all'] }]) {
      const fleet = site.open(config);
      await fleet.clusters.start();
      expect(listed(fleet)).not.toContain(name);
      await expectRefused(fleet, operation);
      await fleet.close();
    }
  });

  test.each(NAMED)('%s, where a limit of the call leaves it out', async (name, operation) => {
    const limits = { toolsets: [] };
    const input = smallestInput(operation, 'legacy');
    expect(site.fleet.operations.list(limits)).toEqual([]);
    await expect(site.fleet.call({ operation: name, input, limits })).rejects.toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
  });
});
