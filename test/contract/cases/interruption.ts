import { expect, test } from 'vitest';
import { textLike } from '../../support/text-like.js';
import type { CarriedAnswer } from '../carriers/carrier.js';
import type { HeldRequest } from '../world/misbehaving-server.js';
import { failureOf, successOf, type StageOf } from './case.js';

export function testInterruption(stage: StageOf): void {
  test('a caller that gives up lets go of the cluster, and can go on', async () => {
    const { misbehaving } = stage().world;
    const controller = new AbortController();
    const asked = misbehaving.asked();
    const call = stage().call('troubled', 'pods_list', { cluster: 'stuck' }, { signal: controller.signal });
    const { released } = await heldOr(call, asked);
    controller.abort();
    expect(failureOf(await call).code).toBe('CANCELLED');
    await released;
    // Where the caller has hung up, the audit log is the only one left to be told.
    const line = expect.objectContaining({ operation: 'pods_list', cluster: 'stuck', outcome: 'cancelled' });
    await expect.poll(() => stage().world.audit('troubled'), { timeout: 5000 }).toContainEqual(line);
    successOf(await stage().call('troubled', 'namespaces_list', { cluster: 'current' }));
  });

  test('a cluster that does not answer in time is that error, and costs only itself', async () => {
    const { misbehaving } = stage().world;
    const asked = misbehaving.asked();
    const call = stage().call('troubled', 'pods_list', { cluster: 'stuck' });
    const { released } = await heldOr(call, asked);
    successOf(await stage().call('troubled', 'namespaces_list', { cluster: 'current' }));
    expect(failureOf(await call)).toMatchObject({ code: 'TIMEOUT', cluster: 'stuck', message: textLike(/3s/), hint: textLike(/\w/) });
    await released;
  });
}

/** The request that a call makes; a call that ends without one fails the test at once. */
async function heldOr(call: Promise<CarriedAnswer>, asked: Promise<HeldRequest>): Promise<HeldRequest> {
  const ended = call.then((answer) => {
    throw new Error(`The call ended before the cluster was asked: ${JSON.stringify(answer)}`);
  });
  return Promise.race([asked, ended]);
}
