import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installTarball, runIn } from './installed-package.js';

let folder = '';
beforeAll(async () => {
  folder = await installTarball();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const RECORDER = join(import.meta.dirname, '../architecture/record-loads.mjs');

test('the built root entry is a few files and a few small packages; the used part of zod is in it', async () => {
  const loaded = (
    await runIn(folder, process.execPath, ['--import', RECORDER, '--input-type=module', '--eval', "await import('fleetwright')"])
  )
    .split('\n')
    .flatMap((url) => /\/node_modules\/(?!.*\/node_modules\/)(.+)$/.exec(url)?.[1] ?? []);
  const ours = loaded.filter((path) => path.startsWith('fleetwright/'));
  expect(ours).toContain('fleetwright/dist/index.js');
  expect(ours.length).toBeLessThanOrEqual(8);
  const others = loaded.filter((path) => !path.startsWith('fleetwright/')).map((path) => path.split('/')[0]);
  expect(others.filter((name) => !['eventemitter3', 'js-yaml', 'p-limit', 'yocto-queue'].includes(name ?? ''))).toEqual([]);
});

const PROGRAM = `import { z } from 'zod';
import { createFleet, defineOperation, operationSchemas } from 'fleetwright';

const shout = defineOperation({
  name: 'shout', title: 'Shout', description: 'Says it loud.', scope: 'local', effect: 'read', idempotent: true,
  input: z.object({ text: z.string().min(2).describe('What to say'), mood: z.enum(['glad', 'cross']).default('glad') }),
  output: z.object({ said: z.string() }),
  handler: async (_context, { text, mood }) => ({ said: text.toUpperCase() + ' ' + mood }),
});
const fleet = createFleet({}, { toolsets: [{ name: 'own', description: 'Own operations.', default: true, operations: [shout] }] });
const { output } = await fleet.call({ operation: 'shout', input: { text: 'hello' } });
const refusals = [];
for (const input of [{ text: 'x' }, { text: 'xx', mod: 'glad' }, { text: 'xx', mood: 'sad' }])
  refusals.push(await fleet.call({ operation: 'shout', input }).then(() => 'accepted', ({ code }) => code));
console.log(JSON.stringify({ output, refusals, schema: operationSchemas(shout).input }));
await fleet.close();
`;

test('schemas of the package zod work in operations of your own, though the library carries a part of zod itself', async () => {
  writeFileSync(join(folder, 'own-operation.mjs'), PROGRAM);
  const printed: unknown = JSON.parse(await runIn(folder, process.execPath, ['own-operation.mjs']));
  expect(printed).toEqual({
    output: { said: 'HELLO glad' },
    refusals: ['INPUT_INVALID', 'INPUT_INVALID', 'INPUT_INVALID'],
    schema: {
      type: 'object',
      properties: {
        text: { type: 'string', minLength: 2, description: 'What to say' },
        mood: { type: 'string', enum: ['glad', 'cross'], default: 'glad' },
      },
      required: ['text'],
      additionalProperties: false,
    },
  });
});
