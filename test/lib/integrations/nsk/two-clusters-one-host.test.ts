import { afterAll, beforeAll, expect, test } from 'vitest';
import { ClusterManager } from '../../../../src/lib/cluster-manager.js';
import type { LocalFleet } from '../../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../../support/fleet.js';
import { withStage } from './nsk-stage.js';
import { proxiedClusters, versionsOf } from './proxied-fleet.js';
import { askVersion } from './traffic.js';

const SWITCHES = 10_000;
const CALLERS = 50;

await describeWithFleet('two clusters behind one host', () => {
  let fleet: LocalFleet;
  beforeAll(async () => {
    fleet = await sharedFleet();
  });
  afterAll(() => fleet.close());

  test('10,000 switches of 50 callers at once, while tokens are rotated: no answer comes from the other one', { timeout: 240_000 }, () =>
    withStage({ clusters: proxiedClusters(fleet) }, async ({ open, directory, rancher }) => {
      let token = rancher.token;
      const nsk = open({ rancherToken: () => token });
      await nsk.refresh();
      const manager = new ClusterManager({ kubeconfigDir: directory });
      const versions = versionsOf(fleet);
      const names = Object.keys(versions);
      expect(new Set(Object.values(versions)).size).toBe(2);
      const wrong: string[] = [];
      let left = SWITCHES;
      const call = async (caller: string, turn: number): Promise<void> => {
        for (let switched = turn; left > 0; switched += 1) {
          left -= 1;
          const name = names[switched % names.length] ?? '';
          await manager.setActive(name, caller);
          const target = await manager.resolveTarget({ caller, effect: 'read' });
          const said = await askVersion(manager, target.name);
          if (target.name !== name || said !== versions[name]) wrong.push(`${name}: ${target.name} ${said}`);
        }
      };
      let rotations = 0;
      const rotate = async (): Promise<void> => {
        while (left > 0) {
          token = rancher.tokens.mint().bearer;
          await nsk.refresh();
          rotations += 1;
          await manager.refresh();
        }
      };
      await Promise.all([...Array.from({ length: CALLERS }, (_, index) => call(`caller-${String(index)}`, index)), rotate()]);
      await manager.close();
      expect(wrong).toEqual([]);
      expect(rotations).toBeGreaterThan(3);
    }),
  );
});
