import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'tsup';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { TOOLSETS } from '../../src/index.js';
import { LIBRARY_BUILD } from '../../tsup.config.js';

const metafileShape = z.object({
  outputs: z.record(
    z.string(),
    z.object({
      entryPoint: z.string().optional(),
      imports: z.array(z.object({ path: z.string(), kind: z.string(), external: z.boolean().optional() })),
      inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })),
    }),
  ),
});

let directory: string;
let outputs: z.output<typeof metafileShape>['outputs'];

beforeAll(async () => {
  await mkdir('temp', { recursive: true });
  directory = await mkdtemp(join('temp', 'bundle-'));
  const quick = { dts: false, treeshake: false, sourcemap: false, clean: false, config: false, silent: true } as const;
  await build({ ...LIBRARY_BUILD, ...quick, outDir: directory, metafile: true });
  const written: unknown = JSON.parse(await readFile(join(directory, 'metafile-esm.json'), 'utf8'));
  outputs = metafileShape.parse(written).outputs;
}, 120_000);

afterAll(() => rm(directory, { recursive: true, force: true }));

/** What is loaded with a file: the files themselves, and the sources of which they have something. */
function loadedWith(output: string): { readonly files: readonly string[]; readonly sources: readonly string[] } {
  const files = [output];
  for (const file of files) {
    for (const { path, kind, external } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement' && external !== true && !files.includes(path)) files.push(path);
  }
  const sources = files.flatMap((file) => Object.entries(outputs[file]?.inputs ?? {}));
  return { files, sources: sources.flatMap(([source, { bytesInOutput }]) => (bytesInOutput > 0 ? [source] : [])) };
}

function outputOf(entry: string): string {
  const found = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry);
  if (found === undefined) throw new Error(`Nothing was made of ${entry}.`);
  return found[0];
}

test('importing the library loads what operations say of themselves, in a few files, and no handler', () => {
  const { files, sources } = loadedWith(outputOf('src/index.ts'));
  expect(sources).toContain('src/lib/toolsets/helm/helm-list.ts');
  expect(sources).not.toContain('src/lib/toolsets/helm/open-helm.ts');
  expect(sources.filter((source) => source.endsWith('?work'))).toEqual([]);
  expect(files.length).toBeLessThanOrEqual(8);
});

test('importing the library loads none of the modules of Node that take long', () => {
  const { files } = loadedWith(outputOf('src/index.ts'));
  const external = files.flatMap((file) => outputs[file]?.imports ?? []).filter((each) => each.external === true);
  const loaded = external.filter(({ kind }) => kind === 'import-statement').map(({ path }) => path.replace('node:', ''));
  expect(loaded).toContain('fs/promises');
  expect(loaded.filter((name) => ['child_process', 'crypto', 'fs', 'http', 'https', 'net', 'tls'].includes(name))).toEqual([]);
});

test.each(TOOLSETS.map(({ name, operations: { length } }) => ({ name, length })))(
  'the handlers of $name are loaded when called',
  async ({ name, length }) => {
    const output = outputOf(`work-of:src/lib/toolsets/${name.replaceAll('_', '-')}`);
    const loaded: unknown = await import(pathToFileURL(resolve(output)).href);
    const work = z.record(
      z.string(),
      z.object({ handler: z.custom<(...given: unknown[]) => unknown>((value) => typeof value === 'function') }),
    );
    expect(Object.keys(work.parse({ ...Object(loaded) }))).toHaveLength(length);
  },
);
