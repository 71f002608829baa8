import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../architecture/source-files.js';

/** What the snippets of the documentation may use without saying where it comes from. */
const SURROUNDINGS = `import type { ClusterDescriptor, Fleet } from 'fleetwright';
declare const fleet: Fleet;
declare const cluster: string;
declare function startMyService(settings: { kubeconfigDirectory: string }): Promise<{ pods(): Promise<unknown> }>;
declare function readInventory(signal: AbortSignal): Promise<ClusterDescriptor[]>;
`;

interface Snippet {
  readonly page: string;
  readonly line: number;
  readonly text: string;
}

function pages(): string[] {
  const docs = readdirSync(join(PROJECT_ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((file) => join('docs', file));
  return ['README.md', ...docs.filter((file) => file.endsWith('.md') && !file.startsWith(join('docs', 'api')))];
}

function snippetsOf(page: string): Snippet[] {
  const text = readFileSync(join(PROJECT_ROOT, page), 'utf8');
  return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length,
    text: match[1] ?? '',
  }));
}

/** A snippet as a module: its imports first, the rest in a function so that `await` and `return` may stand. */
function asModule({ text }: Snippet): string {
  const imports = [...text.matchAll(/^import .*?;$/gms)].map(([line]) => line).join('\n');
  const rest = text.replaceAll(/^import .*?;$/gms, '');
  return `${imports}\n${SURROUNDINGS}\nexport async function snippet(): Promise<unknown> {\n${rest}\nreturn undefined;\n}\n`;
}

function problemsOf(modules: ReadonlyMap<string, string>): string[] {
  const configuration = ts.readConfigFile(join(PROJECT_ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(configuration.config, ts.sys, PROJECT_ROOT);
  const host = ts.createCompilerHost(options);
  const onDisk = { ...host };
  host.readFile = (path) => modules.get(path) ?? onDisk.readFile(path);
  host.fileExists = (path) => modules.has(path) || onDisk.fileExists(path);
  host.getSourceFile = (path, ...rest) => {
    const text = modules.get(path);
    if (text === undefined) return onDisk.getSourceFile(path, ...rest);
    // A module like those of a reader, whose packages resolve to their ESM types.
    return ts.createSourceFile(path, text, { languageVersion: ts.ScriptTarget.ES2022, impliedNodeFormat: ts.ModuleKind.ESNext }, true);
  };
  const program = ts.createProgram([...modules.keys()], { ...options, noUnusedLocals: false, noUnusedParameters: false }, host);
  return [...modules.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) => `${path.slice(PROJECT_ROOT.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
}

test('every TypeScript snippet of the documentation compiles', () => {
  const snippets = pages().flatMap(snippetsOf);
  expect(snippets.length).toBeGreaterThan(8);
  const modules = new Map(
    snippets.map((one) => [join(PROJECT_ROOT, `${one.page.replaceAll(/[/\\]/g, '-')}-line-${one.line}.ts`), asModule(one)]),
  );
  expect(problemsOf(modules)).toEqual([]);
}, 60_000);

test('the first program of the README is examples/first-program.ts', () => {
  const example = readFileSync(join(PROJECT_ROOT, 'examples/first-program.ts'), 'utf8').replaceAll(/^\/\/.*\n/gm, '');
  expect(snippetsOf('README.md').map(({ text }) => text)).toContain(example);
});

test('every relative link of the documentation leads to a file', () => {
  const roots = [...pages(), 'AGENTS.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
  const broken = roots.flatMap((page) => {
    const links = [...readFileSync(join(PROJECT_ROOT, page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(
      (match) => match[1] ?? '',
    );
    return links
      .filter(
        (link) => !ts.sys.fileExists(join(PROJECT_ROOT, page, '..', link)) && !ts.sys.directoryExists(join(PROJECT_ROOT, page, '..', link)),
      )
      .map((link) => `${page} → ${link}`);
  });
  expect(broken).toEqual([]);
});
