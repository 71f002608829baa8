import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { PROJECT_ROOT } from '../architecture/source-files.js';
import { exampleFiles, exampleText } from './example-files.js';

/** Say so in another way than by `node:assert`. */
const ASSERT_ELSEWHERE: Readonly<Record<string, string>> = {
  'first-program.ts': 'stands in the README, as short as can be: it exits with 1',
  'mcp-stdio-server.ts': 'mcp-stdio-client.ts asserts what it answers',
};

const { exports: subpaths } = z
  .object({ exports: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')));
const entries = Object.keys(subpaths)
  .filter((subpath) => subpath !== './package.json')
  .map((subpath) => ({ specifier: `fleetwright${subpath.slice(1)}`, file: sourceOf(subpath) }));

function sourceOf(subpath: string): string {
  const folder = { '.': '.', './testing': 'testing' }[subpath] ?? `adapters/${subpath.slice(2)}`;
  return join(PROJECT_ROOT, 'src', folder, 'index.ts');
}

/** What the examples import from an entry point, type imports left out. */
function importedFrom(specifier: string): Set<string> {
  const statements = exampleFiles().flatMap((file) => [
    ...exampleText(file).matchAll(/^\s*(?:import|const) \{([^}]*)\} (?:from|= await import\() ?'([^']+)'/gm),
  ]);
  const names = statements.filter((match) => match[2] === specifier || match[0].includes(`import('${specifier}')`));
  return new Set(
    names.flatMap((match) => (match[1] ?? '').split(',').map((name) => name.trim())).filter((name) => !name.startsWith('type ')),
  );
}

async function exportsOf(file: string): Promise<Map<string, unknown>> {
  const module: unknown = await import(pathToFileURL(file).href);
  return new Map(Object.entries(z.record(z.string(), z.unknown()).parse({ ...Object(module) })));
}

/** What some example imports, from whichever entry point: adapters export what they share under the same name. */
async function usedByExamples(): Promise<Set<unknown>> {
  const values = entries.map(async ({ specifier, file }) => {
    const exported = await exportsOf(file);
    return [...importedFrom(specifier)].map((name) => exported.get(name));
  });
  return new Set((await Promise.all(values)).flat());
}

test.each(entries)('every class and function of $specifier has an example', async ({ file }) => {
  const used = await usedByExamples();
  // Constants need none: there is nothing to call, and the reference shows them.
  const callable = [...(await exportsOf(file))].filter(([, value]) => typeof value === 'function');
  expect(callable).not.toEqual([]);
  expect(callable.filter(([, value]) => !used.has(value)).map(([name]) => name)).toEqual([]);
});

test.each(exampleFiles())('%s asserts, and says first what it shows and how it is run', (file) => {
  const text = exampleText(file);
  expect(text).toMatch(/^\/\/ \S.*\n\/\/ Run.*: npx tsx examples\/\S+\.ts( FOLDER)?\n/);
  expect(text.includes("from 'node:assert/strict'")).toBe(!(file in ASSERT_ELSEWHERE));
});
