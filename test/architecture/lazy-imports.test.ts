import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { importsOf, PROJECT_ROOT, typeScriptFiles } from './source-files.js';

const kubernetesClient = typeScriptFiles('src')
  .flatMap(importsOf)
  .filter(({ target }) => target === '@kubernetes/client-node');

test('the Kubernetes client is imported only when it is needed', () => {
  expect(kubernetesClient.filter(({ kind }) => kind === 'static')).toEqual([]);
});

test('the Kubernetes client is known to sessions and sources only', () => {
  const allowed = /^src\/lib\/(clusters\/session[^/]*|sources\/[^/]*)\.ts$/;
  expect(kubernetesClient.filter(({ from }) => !allowed.test(from))).toEqual([]);
});

/** The modules that importing a file of src loads, as paths and package names. */
async function modulesLoadedBy(file: string): Promise<string[]> {
  const preloads = ['tsx', pathToFileURL(join(PROJECT_ROOT, 'test/architecture/record-loads.mjs')).href];
  const program = `await import(${JSON.stringify(pathToFileURL(join(PROJECT_ROOT, file)).href)})`;
  const flags = [...preloads.flatMap((preload) => ['--import', preload]), '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: PROJECT_ROOT, maxBuffer: 10_000_000 });
  return stdout.split('\n');
}

/** Small ones that nearly every call needs; every program that imports the root entry waits for them. */
const SMALL_PACKAGES = ['eventemitter3', 'js-yaml', 'p-limit', 'yocto-queue', 'zod'];

test('the root entry loads a few small packages: no framework, no Kubernetes client, no program runner; and no adapter', async () => {
  const loaded = await modulesLoadedBy('src/index.ts');
  expect(loaded.filter((url) => url.includes('/src/lib/fleet.ts'))).toHaveLength(1);
  expect(loaded.filter((url) => /\/src\/(adapters|testing)\//.test(url))).toEqual([]);
  const packages = loaded.flatMap((url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/.exec(url)?.[1] ?? []);
  expect(packages).toContain('zod');
  expect(packages.filter((name) => !SMALL_PACKAGES.includes(name))).toEqual([]);
}, 60_000);
