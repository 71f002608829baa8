import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runIn, TARBALL } from './installed-package.js';

const folder = mkdtempSync(join(tmpdir(), 'fleetwright-contents-'));
let files: string[] = [];

beforeAll(async () => {
  await runIn(folder, 'tar', ['-xzf', TARBALL]);
  const entries = readdirSync(join(folder, 'package'), { recursive: true, withFileTypes: true });
  files = entries.filter((entry) => entry.isFile()).map((entry) => relative(join(folder, 'package'), join(entry.parentPath, entry.name)));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Everything that may be published. A file that matches none of these was not meant to be. */
const EXPECTED = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
  /^dist\/(index|adapters\/(agents|langchain|mcp|rest)\/index|testing\/index)\.(js|js\.map|d\.ts)$/,
  /^dist\/[\w./-]*[\w-]+-[\w-]{8}\.(js|js\.map|d\.ts)$/,
  /^dist\/bin\/[\w./-]+\.js$/,
  /^src\/adapters\/rest\/page\/assets\/[\w-]+\.(html|css|js|svg)$/,
  /^src\/testing\/stages\/[\w-]+\.yaml$/,
  /^src\/testing\/modules\/(etcd|kubernetes|kwok)-[\d.]+\/(go\.mod|go\.sum|tools\.go)$/,
];

test('the package holds what it needs and nothing else', () => {
  expect(files.filter((file) => !EXPECTED.some((pattern) => pattern.test(file)))).toEqual([]);
  for (const pattern of EXPECTED)
    expect(
      files.filter((file) => pattern.test(file)),
      String(pattern),
    ).not.toEqual([]);
});

test('no file of the package names a folder of the machine it was built on, or holds a private key', () => {
  const projectRoot = resolve(import.meta.dirname, '../..');
  const forbidden = [`${projectRoot}/`, `${homedir()}/`, `${tmpdir()}/`].filter((text) => text.length > 5);
  for (const file of files) {
    const text = readFileSync(join(folder, 'package', file), 'utf8');
    for (const path of forbidden) expect(text.includes(path), `${file} names ${path}`).toBe(false);
    expect(/-----BEGIN [A-Z ]*PRIVATE KEY-----\s*\\?n?[A-Za-z0-9+/]{40}/.test(text), file).toBe(false);
  }
});
