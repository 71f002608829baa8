import { expect, test } from 'vitest';
import { TOOLSETS } from '../../src/index.js';
import { committedSnapshots, currentSnapshots } from './operation-snapshot.js';

const HOW = 'If the change is meant: run `npm run snapshots:update`, read the difference, and say in CHANGELOG.md what callers now see.';
const current = currentSnapshots();
const committed = committedSnapshots();

test('every operation has a snapshot, and every snapshot an operation', () => {
  expect([...committed.keys()].sort(), HOW).toEqual([...current.keys()].sort());
});

test.each([...current.keys()])('%s is as committed', (name) => {
  expect(current.get(name), HOW).toBe(committed.get(name));
});

test('operation names fit every client: lower case, at most 64 characters, title and description present', () => {
  for (const { name, title, description } of TOOLSETS.flatMap(({ operations }) => [...operations])) {
    expect(name).toMatch(/^[a-z][a-z0-9_]{0,63}$/);
    expect(
      [title, description].every((text) => text.trim() !== ''),
      name,
    ).toBe(true);
  }
});

test('every field of every input says what it means', () => {
  const silent = [...current].flatMap(([name, text]) => {
    const { input } = JSON.parse(text) as { input: { properties?: Record<string, { description?: string }> } };
    const fields = Object.entries(input.properties ?? {});
    return fields.filter(([, field]) => (field.description ?? '') === '').map(([field]) => `${name}.${field}`);
  });
  expect(silent).toEqual([]);
});
