import { afterAll, beforeAll, describe } from 'vitest';
import { describeWithFleet } from '../support/fleet.js';
import type { Carrier } from './carriers/carrier.js';
import { testInterruption } from './cases/interruption.js';
import { testListChanges } from './cases/list-changes.js';
import { testPartialResult } from './cases/partial-result.js';
import { testRedaction } from './cases/redaction.js';
import { testSuccess } from './cases/success.js';
import { testWrongInput } from './cases/wrong-input.js';
import { testEveryOperation } from './catalog/every-operation.js';
import { Stage } from './world/stage.js';

/** What every way to a fleet promises its callers. Call it in a test file for each carrier. */
export async function describeAdapterContract(carrier: Carrier): Promise<void> {
  await describeWithFleet(`${carrier.name}: adapter contract`, () => {
    let opened: Stage;
    const stage = (): Stage => opened;
    beforeAll(async () => {
      opened = await Stage.open(carrier);
      // The first connection may have to build a program.
      await opened.connection('ordinary');
    });
    afterAll(() => opened[Symbol.asyncDispose]());

    describe('success', () => testSuccess(stage));
    describe('wrong input', () => testWrongInput(stage));
    testEveryOperation(stage);
    describe('redaction', () => testRedaction(stage));
    describe('interruption', () => testInterruption(stage));
    describe('partial result', () => testPartialResult(stage));
    const { connectChanging } = carrier;
    if (connectChanging !== undefined) describe('changes of the list', () => testListChanges(stage, connectChanging));
  });
}
