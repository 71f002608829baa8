import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventDeclarations } from '../../scripts/reference/event-declarations.js';
import { PROJECT_ROOT } from '../architecture/source-files.js';
import { compileProblems } from './compile-modules.js';
import { snippetsIn, snippetsOf, type Snippet } from './pages.js';

/** What the snippets of the documentation may use without saying where it comes from. */
const SURROUNDINGS = `import type { ClusterDescriptor, Fleet } from 'fleetwright';
declare const fleet: Fleet;
declare const cluster: string;
declare function startMyService(settings: { kubeconfigDirectory: string }): Promise<{ pods(): Promise<unknown> }>;
declare function readInventory(signal: AbortSignal): Promise<ClusterDescriptor[]>;
`;

/** A snippet as a module: its imports first, the rest in a function so that `await` and `return` may stand. */
function asModule({ text }: Snippet): string {
  const imports = [...text.matchAll(/^import .*?;$/gms)].map(([line]) => line).join('\n');
  const rest = text.replaceAll(/^import .*?;$/gms, '');
  return `${imports}\n${SURROUNDINGS}\nexport async function snippet(): Promise<unknown> {\n${rest}\nreturn undefined;\n}\n`;
}

test('every TypeScript snippet of the documentation compiles', () => {
  const snippets = snippetsIn('ts');
  expect(snippets.length).toBeGreaterThan(15);
  const modules = snippets.map((one): [string, string] => [
    `${one.page.replaceAll(/[/\\]/g, '-')}-line-${String(one.line)}.ts`,
    asModule(one),
  ]);
  expect(compileProblems(new Map(modules))).toEqual([]);
}, 60_000);

test('a snippet that does not compile is found', () => {
  const wrong: Snippet = { page: 'wrong.md', line: 1, language: 'ts', text: "await fleet.run('pods_lst', {});" };
  expect(compileProblems(new Map([['wrong.ts', asModule(wrong)]]))).toHaveLength(1);
}, 60_000);

test('the examples of the events are payloads', () => {
  const modules = eventDeclarations().map(({ name, example }): [string, string] => [
    `event-${name}.ts`,
    `import type { FleetEvents } from 'fleetwright';\nexport const payload: FleetEvents['${name}'][0] = ${example};\n`,
  ]);
  expect(compileProblems(new Map(modules))).toEqual([]);
}, 60_000);

test('the first program of the README is examples/first-program.ts', () => {
  const example = readFileSync(join(PROJECT_ROOT, 'examples/first-program.ts'), 'utf8').replaceAll(/^\/\/.*\n/gm, '');
  expect(snippetsOf('README.md').map(({ text }) => text)).toContain(example);
});

test('every name that a JavaScript snippet imports from fleetwright is exported', () => {
  const imports = snippetsIn('js').flatMap(({ page, text }) =>
    [...text.matchAll(/^import \{[^}]*\} from 'fleetwright[^']*';$/gm)].map(([line]): [string, string] => [page, line]),
  );
  expect(imports.length).toBeGreaterThan(3);
  const modules = imports.map(([page, line], index): [string, string] => [`${page.replaceAll(/[/\\]/g, '-')}-${String(index)}.ts`, line]);
  expect(compileProblems(new Map(modules))).toEqual([]);
}, 60_000);
