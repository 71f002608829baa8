import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createFleet, defineOperation, type Fleet } from '../../src/index.js';
import { failureOf } from '../support/failure.js';
import { ownToolset } from '../support/own-operations.js';

const token = `Bearer ${'a1B2'.repeat(12)}`;
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
let answer: Record<string, unknown> = {};

/** Answers with whatever a test puts there. */
const answering = defineOperation({
  name: 'answering',
  title: 'Answering',
  description: 'Answers.',
  scope: 'local',
  effect: 'read',
  idempotent: true,
  input: z.object({}),
  output: z.object({
    rows: z.array(z.array(cell)).optional(),
    items: z.array(z.object({ name: z.string(), value: z.string().optional() })).optional(),
  }),
  handler: () => Promise.resolve(answer),
});

let fleet: Fleet | undefined;
afterEach(() => fleet?.close());

async function answerOf(given: Record<string, unknown>): Promise<Readonly<Record<string, unknown>>> {
  answer = given;
  fleet = createFleet({ kubeconfigDir: import.meta.dirname }, { toolsets: [ownToolset([answering])] });
  return (await fleet.call({ operation: 'answering' })).output;
}

const rows = (count: number, odd: unknown) =>
  Array.from({ length: count }, (_, index) => (index === count - 7 ? odd : ['a', 1, true, null]));

test('a long table goes through unchanged, but for its secrets', async () => {
  const output = await answerOf({
    rows: rows(1_000, ['b', token]),
    items: Array.from({ length: 300 }, () => ({ name: 'x', value: token })),
  });
  expect(output['rows']).toEqual(rows(1_000, ['b', 'Bearer [redacted]']));
  expect(output['items']).toEqual(Array.from({ length: 300 }, () => ({ name: 'x', value: 'Bearer [redacted]' })));
});

test.each([
  ['a cell that is an object', { rows: rows(1_000, ['b', { c: 1 }]) }],
  ['a cell that is no number of JSON', { rows: rows(1_000, ['b', Number.NaN]) }],
  ['a row that is none', { rows: rows(1_000, { b: 1 }) }],
  ['an item without what it needs', { items: [...Array.from({ length: 300 }, () => ({ name: 'x' })), { value: 'y' }] }],
  ['something that nobody declared', { rows: rows(1_000, ['b']), other: 1 }],
])('%s far down in a long answer is a defect, as in a short one', async (_, given) => {
  expect(await failureOf(answerOf(given))).toMatchObject({
    code: 'INTERNAL',
    message: expect.stringContaining('does not fit its schema') as string,
  });
});
