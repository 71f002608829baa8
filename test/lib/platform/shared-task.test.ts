import { expect, test } from 'vitest';
import { SharedTask } from '../../../src/lib/platform/shared-task.js';

const never = new AbortController().signal;

function deferred<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<Value>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}

test('concurrent callers share one run, later ones start their own', async () => {
  const task = new SharedTask<number>();
  let runs = 0;
  const start = async (): Promise<number> => (runs += 1);
  expect(await Promise.all([task.run(start, never), task.run(start, never)])).toEqual([1, 1]);
  expect(await task.run(start, never)).toBe(2);
});

test('a failure reaches all who wait and is not kept', async () => {
  const task = new SharedTask<number>();
  const work = deferred<number>();
  const both = Promise.allSettled([task.run(() => work.promise, never), task.run(() => work.promise, never)]);
  work.reject(new Error('no'));
  expect((await both).map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
  expect(await task.run(async () => 7, never)).toBe(7);
});

test('one caller that leaves does not disturb; the last one ends the work', async () => {
  const task = new SharedTask<number>();
  const work = deferred<number>();
  let given: AbortSignal | undefined;
  const start = (signal: AbortSignal): Promise<number> => {
    given = signal;
    return work.promise;
  };
  const [first, second] = [new AbortController(), new AbortController()];
  const one = task.run(start, first.signal);
  const two = task.run(start, second.signal);
  first.abort(new Error('left'));
  await expect(one).rejects.toThrow('left');
  expect(given?.aborted).toBe(false);
  second.abort(new Error('left too'));
  await expect(two).rejects.toThrow('left too');
  expect(given?.aborted).toBe(true);
  work.reject(new Error('nobody hears this'));
  expect(await task.run(async () => 8, never)).toBe(8);
});

test('a signal that has ended starts nothing', async () => {
  await expect(
    new SharedTask<number>().run(() => Promise.reject(new Error('started')), AbortSignal.abort(new Error('ended'))),
  ).rejects.toThrow('ended');
});
