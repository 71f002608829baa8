import { expect, test } from 'vitest';
import { ProgressSender } from '../../../src/adapters/mcp/progress-sender.js';
import type { Progress } from '../../../src/index.js';

function recording(): { sent: Progress[]; sender: ProgressSender } {
  const sent: Progress[] = [];
  const sender = new ProgressSender((update) => {
    sent.push(update);
    return Promise.resolve();
  });
  return { sent, sender };
}

test('sends the first of a burst at once and the last always', async () => {
  const { sent, sender } = recording();
  for (let done = 1; done <= 500; done += 1) sender.report({ done, total: 500 });
  await sender.finish();
  expect(sent).toEqual([
    { done: 1, total: 500 },
    { done: 500, total: 500 },
  ]);
});

test('sends the newest while a call goes on', async () => {
  const { sent, sender } = recording();
  sender.report({ done: 1 });
  sender.report({ done: 2 });
  sender.report({ done: 3 });
  await expect.poll(() => sent.map(({ done }) => done)).toEqual([1, 3]);
  await sender.finish();
});

test('never goes back', async () => {
  const { sent, sender } = recording();
  for (const done of [2, 1, 2]) {
    sender.report({ done });
    await sender.finish();
  }
  expect(sent).toEqual([{ done: 2 }]);
});

test('a client that is gone breaks nothing', async () => {
  const sender = new ProgressSender(() => Promise.reject(new Error('closed')));
  sender.report({ done: 1 });
  await sender.finish();
  sender.report({ done: 2 });
  await sender.finish();
});
