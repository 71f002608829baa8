import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tokenFromFile } from '../../../src/lib/platform/token-file.js';
import { failureOf } from '../../support/failure.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetwright-token-'));
  path = join(folder, 'token');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (text: string): Promise<void> => writeFile(path, text, { mode: 0o600 });

test('a token is read without the white space around it, and anew once it was rotated, in place or by rename', async () => {
  await write('token-abcde:first\n');
  const token = tokenFromFile(path);
  expect(await token()).toBe('token-abcde:first');
  await write('token-abcde:second-one');
  expect(await token()).toBe('token-abcde:second-one');
  await writeFile(join(folder, 'next'), 'token-abcde:third-one!', { mode: 0o600 });
  await rename(join(folder, 'next'), path);
  expect(await token()).toBe('token-abcde:third-one!');
});

test('one that vanished is not used any more', async () => {
  await write('token-abcde:first');
  const token = tokenFromFile(path);
  await token();
  await rm(path);
  expect(await failureOf(token())).toMatchObject({
    code: 'CREDENTIAL_INVALID',
    message: expect.stringContaining('is not there') as string,
  });
});

test.each([
  ['an empty one', '\n  \n', 'is empty'],
  ['two words', 'token-abcde:first\ntoken-abcde:second\n', 'more than one word'],
  ['a large one', 'x'.repeat(70_000), 'too large'],
])('%s is refused, without what it holds', async (_what, text, why) => {
  await write(text);
  const error = await failureOf(tokenFromFile(path)());
  expect(error).toMatchObject({
    code: 'CREDENTIAL_INVALID',
    details: { path },
    message: `The token file ${path} ${error.message.slice(`The token file ${path} `.length)}`,
  });
  expect(error.message).toContain(why);
  expect(`${error.message} ${error.hint}`).not.toContain('first');
});

test('a folder in its place is told', async () => {
  await mkdir(path);
  expect((await failureOf(tokenFromFile(path)())).message).toContain('is a folder');
});

test('one that others may read is used, and told of once', async () => {
  await write('token-abcde:first');
  await chmod(path, 0o644);
  const told: string[] = [];
  const token = tokenFromFile(path, { warn: (message) => told.push(message) });
  await token();
  await token();
  expect(told).toEqual([expect.stringContaining('mode 644')]);
});
