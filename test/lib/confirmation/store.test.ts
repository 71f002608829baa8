import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Confirmations } from '../../../src/lib/confirmation/confirmations.js';
import { ConfirmationsInMemory, type PendingConfirmation } from '../../../src/lib/confirmation/store.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

const rules = [{ ask: true }];

test('only a hash is kept, and it is given once', async () => {
  const kept: PendingConfirmation[] = [];
  class Watched extends ConfirmationsInMemory {
    override add(pending: PendingConfirmation): Promise<void> {
      kept.push(pending);
      return super.add(pending);
    }
  }
  const store = new Watched();
  const confirmations = new Confirmations({ rules, ttl: 1000 }, store);
  const { confirmation } = await confirmations.give('ada', 'call');
  expect(kept).toHaveLength(1);
  expect(JSON.stringify(kept)).not.toContain(confirmation);
  expect(kept[0]?.hash.toString('hex')).not.toContain(confirmation);
  expect(await confirmations.redeem('ada', 'call', confirmation)).toBe('accepted');
  expect(await confirmations.redeem('ada', 'call', confirmation)).toBe('unknown');
});

test('two attempts at the same time: one runs', async () => {
  const confirmations = new Confirmations({ rules, ttl: 1000 });
  const { confirmation } = await confirmations.give('ada', 'call');
  const both = await Promise.all([1, 2].map(() => confirmations.redeem('ada', 'call', confirmation)));
  expect(both.sort()).toEqual(['accepted', 'unknown']);
});

test('its time ends to the millisecond', async () => {
  const confirmations = new Confirmations({ rules, ttl: 1000 });
  const [first, second] = [await confirmations.give('ada', 'call'), await confirmations.give('ada', 'call')];
  vi.setSystemTime(Date.parse(first.expiresAt) - 1);
  expect(await confirmations.redeem('ada', 'call', first.confirmation)).toBe('accepted');
  vi.setSystemTime(Date.parse(second.expiresAt));
  expect(await confirmations.redeem('ada', 'call', second.confirmation)).toBe('expired');
});

test('a caller has twenty at most, the oldest makes room; others keep theirs', async () => {
  const store = new ConfirmationsInMemory();
  const confirmations = new Confirmations({ rules, ttl: 1000 }, store);
  const others = await confirmations.give('eve', 'call');
  const own = [];
  for (let count = 0; count < 21; count += 1) own.push(await confirmations.give('ada', `call-${String(count)}`));
  expect(store.size).toBe(21);
  expect(await confirmations.redeem('ada', 'call-0', own[0]?.confirmation ?? '')).toBe('unknown');
  expect(await confirmations.redeem('ada', 'call-1', own[1]?.confirmation ?? '')).toBe('accepted');
  expect(await confirmations.redeem('eve', 'call', others.confirmation)).toBe('accepted');
});

test('however many callers there are, the store stays small; what is over makes room first', async () => {
  const store = new ConfirmationsInMemory();
  const confirmations = new Confirmations({ rules, ttl: 1000 }, store);
  for (let count = 0; count < 2100; count += 1) await confirmations.give(`caller-${String(count)}`, 'call');
  expect(store.size).toBe(2000);
  vi.setSystemTime(Date.now() + 1000);
  await confirmations.give('ada', 'call');
  expect(store.size).toBe(1);
});
