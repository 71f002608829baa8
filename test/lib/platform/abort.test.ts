import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { FleetError } from '../../../src/lib/errors.js';
import { abortFailure, untilAborted } from '../../../src/lib/platform/abort.js';

test.each([
  ['a deadline of its own kind', new FleetError('TIMEOUT', 'The call took more than 5 s.'), 'TIMEOUT', 'The call took more than 5 s.'],
  ['a timer', new DOMException('x', 'TimeoutError'), 'TIMEOUT', 'The deadline ended while fleetwright tried to list pods.'],
  ['a caller', new Error('escape'), 'CANCELLED', 'The call was cancelled while fleetwright tried to list pods.'],
  ['a caller without reason', undefined, 'CANCELLED', 'The call was cancelled while fleetwright tried to list pods.'],
])('%s as an error', (_, reason, code, message) => {
  expect(abortFailure(AbortSignal.abort(reason), 'list pods', 'prod-1')).toMatchObject({ code, message, cluster: 'prod-1' });
});

test('waiting leaves no listener behind', async () => {
  const { signal } = new AbortController();
  expect(await untilAborted(Promise.resolve(1), signal)).toBe(1);
  await expect(untilAborted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('a reason that is no error is wrapped', async () => {
  await expect(untilAborted(new Promise(() => undefined), AbortSignal.abort('text'))).rejects.toMatchObject({ cause: 'text' });
});

test('work that fails after its caller has gone fails for nobody', async () => {
  const rejections: unknown[] = [];
  const listener = (reason: unknown): void => void rejections.push(reason);
  process.on('unhandledRejection', listener);
  try {
    const work = new Promise<never>((_resolve, reject) => setImmediate(() => reject(new Error('late'))));
    await expect(untilAborted(work, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(rejections).toEqual([]);
  } finally {
    process.off('unhandledRejection', listener);
  }
});
