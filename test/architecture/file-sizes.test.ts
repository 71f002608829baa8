import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT, typeScriptFiles } from './source-files.js';

/** Nobody reads what a generator wrote. */
const GENERATED = /\/generated-client\/[^/]+\.d\.ts$/;

/** Lines per file, shortest first. */
function sizes(folder: string): { file: string; lines: number }[] {
  return typeScriptFiles(folder)
    .filter((file) => !GENERATED.test(file))
    .map((file) => ({ file, lines: readFileSync(join(PROJECT_ROOT, file), 'utf8').split('\n').length - 1 }))
    .sort((a, b) => a.lines - b.lines);
}

const source = sizes('src');

test('half of the source files have 80 lines or fewer', () => {
  expect(source[Math.floor((source.length - 1) / 2)]!.lines).toBeLessThanOrEqual(80);
});

test('nine in ten source files have 200 lines or fewer', () => {
  expect(source[Math.ceil(source.length * 0.9) - 1]!.lines).toBeLessThanOrEqual(200);
});

test.each(['src', 'test', 'bench', 'examples', 'scripts'])('no file of %s has more than 300 lines', (folder) => {
  expect(sizes(folder).filter(({ lines }) => lines > 300)).toEqual([]);
});

test('files are named in kebab-case, for what they do', () => {
  const names = typeScriptFiles('src').map((file) => file.split('/').at(-1)!);
  expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(name))).toEqual([]);
  expect(names.filter((name) => /^(utils?|helpers?|common|types|misc)\.ts$/.test(name))).toEqual([]);
});
