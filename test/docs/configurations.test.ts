import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFleet, loadConfig } from '../../src/index.js';
import { authority } from '../support/https-server.js';
import { snippetsIn } from './pages.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleetwright-docs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const configurations = snippetsIn('toml');

test('the documentation shows configuration files', () => {
  expect(configurations.length).toBeGreaterThan(1);
});

test.each(configurations)('the configuration of $page line $line is accepted, without a warning', async ({ text }) => {
  const file = join(folder, 'fleet.toml');
  const certificate = join(folder, 'authority.pem');
  writeFileSync(certificate, authority.certificate);
  writeFileSync(file, text.replaceAll(/"[^"]+\.pem"/g, JSON.stringify(certificate)));
  const variables = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']): [string, string] => [name, 'a-value-of-sixteen-characters']);
  const { config, warnings } = await loadConfig({ file, environment: { HOME: folder, ...Object.fromEntries(variables) } });
  expect(warnings).toEqual([]);
  // What names operations or toolsets is checked when the fleet is made.
  await createFleet(config).close();
});

test.each(snippetsIn('json', 'yaml'))('$page line $line can be read as $language', ({ language, text }) => {
  const document: unknown = language === 'json' ? JSON.parse(text) : load(text);
  expect(document).toBeTypeOf('object');
});
