import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { runProgram } from './run-program.js';

const TOKEN = 'hunter2-a-long-random-token';

test.each([[TOKEN], [`${TOKEN}\n`], [`${TOKEN}\r\n`]])('%j becomes its hash, and nothing else is printed', async (input) => {
  const end = await runProgram(['config', 'hash-token'], { input });
  expect(end).toMatchObject({ status: 0, stdout: `${createHash('sha256').update(TOKEN).digest('hex')}\n`, stderr: '' });
});

test.each([[''], ['\n'], ['short'], ['two words of some length'], [`${TOKEN}\n\n`]])('%j is no token', async (input) => {
  const end = await runProgram(['config', 'hash-token'], { input });
  expect(end).toMatchObject({ status: 2, stdout: '' });
  expect(end.stderr).toContain('at least 16 characters');
});

test('--generate makes a new one each time, with its hash', async () => {
  const tokens = await Promise.all(
    [1, 2].map(async () => {
      const { status, stdout } = await runProgram(['config', 'hash-token', '--generate']);
      const [, token = '', hash] = /^token {3}(\S+)\nsha256 {2}([0-9a-f]{64})\n$/.exec(stdout) ?? [];
      expect([status, hash]).toEqual([0, createHash('sha256').update(token).digest('hex')]);
      expect(token.length).toBeGreaterThan(40);
      return token;
    }),
  );
  expect(tokens[0]).not.toBe(tokens[1]);
});
