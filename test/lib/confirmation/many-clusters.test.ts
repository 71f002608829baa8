import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import {
  createFleet,
  defineOperation,
  type ConfirmationPlan,
  type Confirmer,
  type Fleet,
  type FleetConfigInput,
} from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownToolset } from '../../support/own-operations.js';

/** Runs another operation without having told so. */
const secretly = defineOperation({
  name: 'secretly_list',
  title: 'Secretly list',
  description: 'Lists pods on a cluster, and tells what it was refused with.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  input: z.object({}),
  output: z.object({ code: z.string() }),
  handler: async (context) => ({ code: (await failureOf(context.call('pods_list', 'current', {}, context.signal))).code }),
});

const ada = { id: 'ada', stateful: true };

await describeWithFleet('an operation over many clusters that must be confirmed', () => {
  let local: LocalFleet;
  const fleets: Fleet[] = [];
  const fleetWith = (confirmation: FleetConfigInput['confirmation']): Fleet => {
    const made = createFleet({ kubeconfigDir: local.kubeconfigDirectory, confirmation }, { toolsets: [ownToolset([secretly])] });
    fleets.push(made);
    return made;
  };
  beforeAll(async () => {
    local = await sharedFleet();
  });
  afterAll(async () => {
    await Promise.all(fleets.map((each) => each.close()));
    await local.close();
  });
  const execAll = (by: Fleet, more: object = {}, input: object = {}) =>
    by.call({ operation: 'clusters_exec_all', input: { operation: 'pods_list', ...input }, caller: ada, ...more });

  test('is asked about once, with the clusters in the plan', async () => {
    const careful = fleetWith({ rules: [{ clusters: ['curr*'], effects: ['read'] }] });
    const plans: ConfirmationPlan[] = [];
    const confirm: Confirmer = async (plan) => {
      plans.push(plan);
      return 'accepted';
    };
    const { output } = await execAll(careful, { confirm });
    expect(output).toMatchObject({ coverage: { matched: 2, ok: 2 } });
    expect(plans).toHaveLength(1);
    expect(plans[0]?.calls).toEqual([{ operation: 'pods_list', effect: 'read', clusters: ['current', 'legacy'] }]);
    expect(plans[0]?.text).toContain('runs pods_list (read) on 2 clusters: current, legacy');
    expect(await failureOf(execAll(careful, { confirm: async () => 'declined' }))).toMatchObject({ code: 'OPERATION_DECLINED' });
    // Nothing to ask where the rule does not reach.
    expect((await execAll(careful, {}, { clusters: 'legacy' })).output).toMatchObject({ coverage: { matched: 1, ok: 1 } });
  });

  test('runs with a confirmation for the same clusters only', async () => {
    const careful = fleetWith({ rules: [{ operations: ['pods_list'] }] });
    const { code, details } = await failureOf(execAll(careful));
    expect(code).toBe('CONFIRMATION_REQUIRED');
    const { details: others } = await failureOf(execAll(careful));
    expect(await failureOf(execAll(careful, { confirmation: others?.['confirmation'] }, { clusters: 'legacy' }))).toMatchObject({
      code: 'CONFIRMATION_INVALID',
    });
    const { output } = await execAll(careful, { confirmation: details?.['confirmation'] });
    expect(output).toMatchObject({ coverage: { ok: 2 } });
  });

  test('refuses what it did not tell', async () => {
    const careful = fleetWith({ rules: [{ operations: ['pods_list'] }] });
    const { output } = await careful.call({ operation: 'secretly_list', input: {}, caller: ada, confirm: async () => 'accepted' });
    expect(output).toEqual({ code: 'CONFIRMATION_REQUIRED' });
  });
});
