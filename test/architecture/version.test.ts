import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VERSION } from '../../src/index.js';
import { PROJECT_ROOT } from './source-files.js';

test('VERSION is the version of package.json, and the changelog has an entry for it', () => {
  const manifest = readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8');
  expect(manifest).toContain(`"version": "${VERSION}"`);
  expect(readFileSync(join(PROJECT_ROOT, 'CHANGELOG.md'), 'utf8')).toContain(`## ${VERSION}`);
});
