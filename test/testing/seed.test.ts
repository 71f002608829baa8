import { expect, test } from 'vitest';
import { startLocalFleet } from '../../src/testing/index.js';
import { describeWithFleet } from '../support/fleet.js';

await describeWithFleet('seed', () => {
  test('makes 2,000 running pods without controllers, and leaves them alone the second time', { timeout: 120_000 }, async () => {
    await using fleet = await startLocalFleet({ clusters: [{ name: 'cheap', controllers: false, nodes: 20 }] });
    const cluster = fleet.cluster('cheap');
    const started = performance.now();
    await cluster.seed({ namespace: 'big', pods: 2_000 });
    const elapsed = performance.now() - started;
    const count = async (query: string): Promise<number> => {
      const list = await cluster.adminClient.request('GET', `/api/v1/namespaces/big/pods?${query}`);
      return list.text.match(/"containerStatuses"/g)?.length ?? 0;
    };
    expect(await count('fieldSelector=status.phase=Running')).toBe(2_000);
    expect(await count('fieldSelector=spec.nodeName=cheap-node-7')).toBe(100);
    expect(elapsed).toBeLessThan(60_000);
    await cluster.seed({ namespace: 'big', pods: 2 });
    expect(await count('')).toBe(2_000);
  });
});
