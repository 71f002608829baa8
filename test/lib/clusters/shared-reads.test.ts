import { expect, test } from 'vitest';
import { SharedReads } from '../../../src/lib/clusters/shared-reads.js';

const never = new AbortController().signal;

/** Reads that end when told to, in the order in which they began. */
function startedReads() {
  const started: { readonly signal: AbortSignal; readonly answer: (text: string) => void; readonly fail: (error: Error) => void }[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const read = (signal: AbortSignal): Promise<string> =>
    new Promise((answer, fail) => {
      started.push({ signal, answer, fail });
      for (const { resolve } of waiting.filter(({ count }) => count <= started.length)) resolve();
    });
  const begun = (count: number): Promise<void> =>
    new Promise((resolve) => {
      if (started.length >= count) resolve();
      else waiting.push({ count, resolve });
    });
  return { read, started, begun };
}

test('who comes while a read is on its way waits for the next one, and all of them share that', async () => {
  const reads = new SharedReads<string>();
  const { read, started } = startedReads();
  const first = reads.run('pods', never, read);
  const others = Promise.all([1, 2, 3].map(() => reads.run('pods', never, read)));
  expect(started).toHaveLength(1);
  started[0]?.answer('before');
  expect(await first).toBe('before');
  expect(started).toHaveLength(2);
  started[1]?.answer('after');
  expect(await others).toEqual(['after', 'after', 'after']);
});

test('a caller never gets the answer of a read that began before its call', async () => {
  const reads = new SharedReads<number>();
  let state = 0;
  let observed = 0;
  const read = async (): Promise<number> => {
    const seen = state;
    await Promise.resolve();
    return seen;
  };
  const callers = Array.from({ length: 200 }, async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const written = (state += 1);
      const answer = await reads.run('pods', never, read);
      if (answer < written) observed += 1;
    }
  });
  await Promise.all(callers);
  expect(observed).toBe(0);
});

test('different reads do not wait for each other', async () => {
  const reads = new SharedReads<string>();
  const { read, started } = startedReads();
  const both = [reads.run('pods', never, read), reads.run('nodes', never, read)];
  expect(started).toHaveLength(2);
  for (const { answer } of started) answer('');
  await Promise.all(both);
});

test('a read that does not end delays the next one for a moment only', async () => {
  const reads = new SharedReads<string>();
  const { read, started, begun } = startedReads();
  const hanging = reads.run('pods', never, read);
  const second = reads.run('pods', never, read);
  await begun(2);
  started[1]?.answer('second');
  expect(await second).toBe('second');
  started[0]?.answer('late');
  expect(await hanging).toBe('late');
});

test('nothing is kept: the next caller after the last answer reads at once', async () => {
  const reads = new SharedReads<string>();
  const { read, started } = startedReads();
  for (const text of ['one', 'two']) {
    const answer = reads.run('pods', never, read);
    started.at(-1)?.answer(text);
    expect(await answer).toBe(text);
  }
  expect(started).toHaveLength(2);
});

test('a failure reaches all who share it; those behind them read anew', async () => {
  const reads = new SharedReads<string>();
  const { read, started, begun } = startedReads();
  const first = reads.run('pods', never, read);
  const sharing = Promise.allSettled([reads.run('pods', never, read), reads.run('pods', never, read)]);
  started[0]?.fail(new Error('refused'));
  await expect(first).rejects.toThrow('refused');
  const behind = reads.run('pods', never, read);
  started[1]?.fail(new Error('refused again'));
  expect((await sharing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await begun(3);
  started[2]?.answer('well');
  expect(await behind).toBe('well');
});

test('a caller that gives up leaves the others alone; the last one ends the read', async () => {
  const reads = new SharedReads<string>();
  const { read, started } = startedReads();
  const first = reads.run('pods', never, read);
  const [one, two] = [new AbortController(), new AbortController()];
  const sharing = [reads.run('pods', one.signal, read), reads.run('pods', two.signal, read)];
  started[0]?.answer('before');
  await first;
  one.abort(new Error('gone'));
  await expect(sharing[0]).rejects.toThrow('gone');
  expect(started[1]?.signal.aborted).toBe(false);
  two.abort(new Error('gone too'));
  await expect(sharing[1]).rejects.toThrow('gone too');
  expect(started[1]?.signal.aborted).toBe(true);
  started[1]?.fail(new Error('nobody hears this'));
});

test('a read that all left before it began is never sent, and does not hold up who comes later', async () => {
  const reads = new SharedReads<string>();
  const { read, started } = startedReads();
  const first = reads.run('pods', never, read);
  const impatient = new AbortController();
  const left = reads.run('pods', impatient.signal, read);
  impatient.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  started[0]?.answer('before');
  await first;
  expect(started).toHaveLength(1);
  const later = reads.run('pods', never, read);
  started[1]?.answer('later');
  expect(await later).toBe('later');
});

test('the first caller gives up: those behind it read at once', async () => {
  const reads = new SharedReads<string>();
  const { started, begun, read: plain } = startedReads();
  const read = (signal: AbortSignal): Promise<string> => {
    const outcome = plain(signal);
    signal.addEventListener('abort', () => started.find((one) => one.signal === signal)?.fail(new Error('ended')));
    return outcome;
  };
  const impatient = new AbortController();
  const first = reads.run('pods', impatient.signal, read);
  const second = reads.run('pods', never, read);
  impatient.abort();
  await expect(first).rejects.toThrow('ended');
  await begun(2);
  started[1]?.answer('second');
  expect(await second).toBe('second');
});
