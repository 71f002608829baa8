import { expect, test } from 'vitest';
import { SAMPLE } from '../carriers/sample-operation.js';
import type { Carrier, ChangingConnection } from '../carriers/carrier.js';
import { failureOf, successOf, type StageOf } from './case.js';

export function testListChanges(stage: StageOf, connect: NonNullable<Carrier['connectChanging']>): void {
  test('an operation that comes is told, listed and run; one that goes is none any more', async () => {
    await using connection = await connect(stage().world.settings.ordinary);
    const before = await names(connection);
    expect(before).not.toContain(SAMPLE.name);

    await changed(connection, true);
    expect(await names(connection)).toEqual([...before, SAMPLE.name].sort());
    expect((await connection.list()).find(({ name }) => name === SAMPLE.name)).toMatchObject({
      description: SAMPLE.description,
      effect: 'read',
    });
    expect(successOf(await connection.call(SAMPLE.name, { word: 'hello' })).output).toEqual({ word: 'hello' });

    await changed(connection, false);
    expect(await names(connection)).toEqual(before);
    expect(failureOf(await connection.call(SAMPLE.name, {})).code).toBe('OPERATION_UNKNOWN');
  });
}

/** Resolves when the caller was told, where it is told. */
async function changed(connection: ChangingConnection, offered: boolean): Promise<void> {
  const listening = await connection.listen?.();
  await connection.offerSample(offered);
  await listening?.told;
}

async function names(connection: ChangingConnection): Promise<string[]> {
  return (await connection.list()).map(({ name }) => name);
}
