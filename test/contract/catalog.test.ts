import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithFleet } from '../support/fleet.js';
import { sdk } from './carriers/sdk.js';
import { OPERATIONS } from './catalog/every-operation.js';
import { smallestInput } from './catalog/smallest-input.js';
import { Stage } from './world/stage.js';

/** What a read may miss in the clusters of the tests: a program, an add-on, an object of another kind, a Rancher. Nothing else excuses a failure. */
const MISSING_HERE = [
  'NOT_FOUND:',
  'KIND_UNKNOWN:',
  'PROGRAM_MISSING:',
  'SERVER_ERROR:',
  'INPUT_INVALID: Cluster legacy does not come from a Rancher',
];

/** The contract compares answers; here it is held that half of them at least are answers: the others are of add-ons that these clusters lack. */
await describeWithFleet('the inputs that the contract suite makes', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open(sdk);
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  test('are taken by every operation, and reads answer', async () => {
    const reads = OPERATIONS.filter(({ effect }) => effect === 'read');
    const outcomes = await Promise.all(
      reads.map(async (operation) => {
        const answer = await stage.call('readOnly', operation.name, smallestInput(operation, 'legacy'));
        return { name: operation.name, why: answer.ok ? 'ok' : `${answer.code}: ${answer.message}` };
      }),
    );
    const failed = outcomes.filter(({ why }) => why !== 'ok');
    expect(failed.filter(({ why }) => !MISSING_HERE.some((reason) => why.startsWith(reason)))).toEqual([]);
    expect(failed.length).toBeLessThan(reads.length / 2);
    for (const operation of OPERATIONS) smallestInput(operation, 'current');
  });
});
