import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../src/index.js';
import type { LocalFleet } from '../../src/testing/index.js';
import { failureOf } from '../support/failure.js';
import { describeWithFleet, sharedFleet } from '../support/fleet.js';
import { broken, deaf, ownToolset, shapeless } from '../support/own-operations.js';

await describeWithFleet('how a call ends', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet(
      { kubeconfigDir: local.kubeconfigDirectory, requestTimeout: '400ms' },
      { toolsets: [ownToolset([broken, deaf, shapeless])] },
    );
  });
  afterAll(async () => {
    await fleet.close();
    await local.close();
  });

  test('at its deadline, also when the handler does not listen', async () => {
    const error = await failureOf(fleet.call({ operation: 'deaf', input: { cluster: 'current' } }));
    expect(error).toMatchObject({ code: 'TIMEOUT', cluster: 'current', message: expect.stringContaining('400ms') as string });
  });

  test('at its deadline when the cluster hangs, while the others answer', async () => {
    local.cluster('current').faults.hang();
    const hanging = failureOf(fleet.call({ operation: 'namespaces_list', input: { cluster: 'current' } }));
    expect((await fleet.call({ operation: 'namespaces_list', input: { cluster: 'legacy' } })).cluster).toBe('legacy');
    expect(await hanging).toMatchObject({ code: 'TIMEOUT', cluster: 'current' });
    local.cluster('current').faults.resume();
  });

  test('when its caller goes, before or while it runs', async () => {
    const gone = AbortSignal.abort();
    expect(await failureOf(fleet.call({ operation: 'deaf', input: { cluster: 'current' }, signal: gone }))).toMatchObject({
      code: 'CANCELLED',
    });
    const controller = new AbortController();
    const running = failureOf(fleet.call({ operation: 'deaf', input: { cluster: 'current' }, signal: controller.signal }));
    controller.abort();
    expect(await running).toMatchObject({ code: 'CANCELLED', cluster: 'current' });
  });

  test('with INTERNAL, its cause kept and its secrets masked, when the handler is defective', async () => {
    const error = await failureOf(fleet.call({ operation: 'broken', input: { cluster: 'current' } }));
    expect(error).toMatchObject({ code: 'INTERNAL', cluster: 'current' });
    expect(error.cause).toMatchObject({ name: 'TypeError', message: expect.stringContaining('not a function') as string });
    expect(JSON.stringify(error)).not.toContain('abcdef0123456789');
  });

  test('with INTERNAL when the answer does not fit the declared shape', async () => {
    expect(await failureOf(fleet.call({ operation: 'shapeless' }))).toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('undeclared') as string,
    });
  });
});
