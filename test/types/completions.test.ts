import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, expect, test } from 'vitest';
import { operationInput, TOOLSETS, type Operation } from '../../src/index.js';
import { PROJECT_ROOT } from '../architecture/source-files.js';

const operations = TOOLSETS.flatMap<Operation>((toolset) => [...toolset.operations]);

// One program for all questions: the compiler looks at the types once. `‸` is where somebody types.
const PROGRAM = `import { createFleet } from 'fleetwright';
export const fleet = createFleet({ ‸ });
export const named = fleet.run('‸', {});
export const simple = fleet.run('pods_list', { ‸ });
export const many = fleet.run('clusters_exec_all', { ‸ });
const pods = await fleet.run('pods_list', {});
export const answer = pods.‸;
fleet.on('‸', () => {});
fleet.on('cluster-unreachable', ({ ‸ }) => {});
`;
const [CONFIGURATION, NAME, SIMPLE, MANY, OUTPUT, EVENT, PAYLOAD] = [0, 1, 2, 3, 4, 5, 6] as const;

let editor: ts.LanguageService;
const file = join(PROJECT_ROOT, 'a-program-being-written.ts');

/** What an editor offers at one of the marks. */
function offeredAt(mark: number): string[] {
  const position = PROGRAM.split('‸')
    .slice(0, mark + 1)
    .join('').length;
  return editor.getCompletionsAtPosition(file, position, {})?.entries.map(({ name }) => name) ?? [];
}

function parametersOf(name: string): string[] {
  return Object.keys(operationInput(operations.find((operation) => operation.name === name)!).shape);
}

beforeAll(() => {
  const configuration = ts.readConfigFile(join(PROJECT_ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(configuration.config, ts.sys, PROJECT_ROOT);
  const read = (path: string): string | undefined => (path === file ? PROGRAM.replaceAll('‸', '') : ts.sys.readFile(path));
  editor = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '0',
    getScriptSnapshot: (path) => {
      const text = read(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => PROJECT_ROOT,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
    fileExists: (path) => path === file || ts.sys.fileExists(path),
    readFile: read,
  });
  offeredAt(NAME);
});

test('an editor completes the name of every operation', () => {
  expect(offeredAt(NAME)).toEqual(expect.arrayContaining(operations.map(({ name }) => name)));
});

test.each([
  ['pods_list', SIMPLE],
  ['clusters_exec_all', MANY],
])('an editor completes the input of %s, and offers nothing else', (name, mark) => {
  expect(offeredAt(mark).sort()).toEqual(parametersOf(name).sort());
});

test('an editor completes the output', () => {
  expect(offeredAt(OUTPUT)).toEqual(expect.arrayContaining(['cluster', 'columns', 'rows', 'continue']));
});

test('an editor completes the configuration', () => {
  expect(offeredAt(CONFIGURATION)).toEqual(expect.arrayContaining(['kubeconfigDir', 'readOnly', 'access', 'auditLog']));
});

test('an editor completes events and their payloads', () => {
  expect(offeredAt(EVENT)).toEqual(expect.arrayContaining(['cluster-added', 'operation-finished']));
  expect(offeredAt(PAYLOAD).sort()).toEqual(['cluster', 'message', 'observedAt', 'reason']);
});
