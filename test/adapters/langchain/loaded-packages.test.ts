import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { PROJECT_ROOT, typeScriptFiles, importsOf } from '../../architecture/source-files.js';

/** The packages that importing some files of src loads. */
async function packagesLoadedBy(...files: string[]): Promise<string[]> {
  const preloads = ['tsx', pathToFileURL(join(PROJECT_ROOT, 'test/architecture/record-loads.mjs')).href];
  const program = files.map((file) => `await import(${JSON.stringify(pathToFileURL(join(PROJECT_ROOT, file)).href)});`).join('');
  const flags = [...preloads.flatMap((preload) => ['--import', preload]), '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: PROJECT_ROOT, maxBuffer: 10_000_000 });
  return [
    ...new Set([...stdout.matchAll(/\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/g)].map(([, name = '']) => name)),
  ].sort();
}

test('the agent tools load nothing that the root entry does not; LangChain’s add @langchain/core and what it needs itself', async () => {
  const root = await packagesLoadedBy('src/index.ts');
  expect(root).toContain('zod');
  expect(root.filter((name) => name.startsWith('@langchain/'))).toEqual([]);
  expect(await packagesLoadedBy('src/adapters/agents/index.ts')).toEqual(root);
  const langchain = await packagesLoadedBy('src/adapters/langchain/index.ts');
  expect(langchain.filter((name) => name.startsWith('@langchain/'))).toEqual(['@langchain/core']);
  const core = await packagesLoadedBy('src/index.ts', 'node_modules/@langchain/core/dist/tools/index.js');
  expect(langchain.filter((name) => !core.includes(name))).toEqual([]);
}, 90_000);

test('the LangChain adapter imports @langchain/core and what the root entry has already', () => {
  const imported = typeScriptFiles('src/adapters/langchain').flatMap(importsOf);
  expect([...new Set(imported.filter(({ external }) => external).map(({ target }) => target))]).toEqual(['@langchain/core', 'zod']);
});
