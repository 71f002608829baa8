import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLocalFleet, type LocalFleet } from '../../src/testing/index.js';
import { runIn, TARBALL } from './installed-package.js';

const EXAMPLE = resolve(import.meta.dirname, '../../examples/langchain-agent');
const FILES = ['agent.mjs', 'package.json', 'package-lock.json'];
const QUIET = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];

let folder = '';
let fleet: LocalFleet;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fleetwright-agent-'));
  for (const file of FILES) cpSync(join(EXAMPLE, file), join(folder, file));
  await runIn(folder, 'npm', ['ci', ...QUIET]);
  await runIn(folder, 'npm', ['install', '--no-save', ...QUIET, TARBALL]);
  fleet = await startLocalFleet({
    clusters: ['one', 'two'].map((name) => ({ name, controllers: false, seed: { namespace: 'shop', pods: 1, failingPods: 1 } })),
  });
});
afterAll(async () => {
  await fleet.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the example of an agent runs with `langchain` and the package, as its own lockfile has them', async () => {
  const printed = await runIn(folder, process.execPath, ['agent.mjs', fleet.kubeconfigDirectory]);
  expect(printed).toMatch(/^one +shop +failing-0000 .*CrashLoopBackOff/m);
  expect(printed).toContain('The last tool said: Error OPERATION_NOT_ALLOWED');
});
