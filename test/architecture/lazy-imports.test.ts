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

test('the root entry loads no adapter, no framework, no Kubernetes client and no program runner', async () => {
  const loaded = await modulesLoadedBy('src/index.ts');
  expect(loaded.filter((url) => url.includes('/src/lib/fleet.ts'))).toHaveLength(1);
  const heavy =
    /\/src\/adapters\/|\/src\/testing\/|\/node_modules\/(@modelcontextprotocol|@langchain|@kubernetes|express|execa|prom-client)\//;
  expect(loaded.filter((url) => heavy.test(url))).toEqual([]);
}, 60_000);
