import { expect, test } from 'vitest';
import { redact } from '../../../src/lib/platform/redact.js';
import { redactWithPauses } from '../../../src/lib/platform/redact-slices.js';

const token = `Bearer ${'a1B2'.repeat(12)}`;
const rows = Array.from({ length: 1_000 }, (_, index) => [`pod-${String(index)}`, index === 777 ? token : 'Running', index]);
const secrets = Array.from({ length: 300 }, (_, index) => ({
  kind: 'Secret',
  metadata: { name: String(index) },
  data: { a: 'aHVudGVyMg==' },
}));
const untyped = secrets.map(({ kind: _kind, ...rest }) => rest);

test.each([
  ['a table', { kind: 'Pod', columns: ['name'], rows }],
  ['objects', { items: secrets, note: token }],
  ['a list that is masked by its kind', { kind: 'SecretList', items: untyped }],
  [
    'texts, which may belong to the one before',
    { rows: Array.from({ length: 300 }, (_, index) => (index % 2 === 0 ? '--password' : 'hunter2')) },
  ],
  ['short lists', { rows: rows.slice(770, 780), items: [] }],
  ['nothing of the kind', { log: token }],
])('%s is masked as without pauses', async (_, value) => {
  const masked = await redactWithPauses(value);
  expect(masked).toEqual(redact(value));
  expect(JSON.stringify(masked)).not.toMatch(/a1B2a1B2|aHVudGVyMg|hunter2/);
  expect(Object.keys(masked)).toEqual(Object.keys(value));
});
