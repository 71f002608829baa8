import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../architecture/source-files.js';

const ENTRIES = [
  'src/index.ts',
  'src/adapters/mcp/index.ts',
  'src/adapters/agents/index.ts',
  'src/adapters/langchain/index.ts',
  'src/adapters/rest/index.ts',
  'src/testing/index.ts',
];

/** What a reader of the public types finds without a word of explanation: exports, and what can be called on them. */
function undocumented(): string[] {
  const configuration = ts.readConfigFile(join(PROJECT_ROOT, 'tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(configuration.config, ts.sys, PROJECT_ROOT);
  const files = ENTRIES.map((entry) => join(PROJECT_ROOT, entry));
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const silent = (symbol: ts.Symbol): boolean => symbol.getDocumentationComment(checker).length === 0;
  return files.flatMap((file, index) => {
    const source = program.getSourceFile(file);
    const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${file} exports nothing`);
    return checker.getExportsOfModule(module).flatMap((exported) => {
      const symbol = (exported.flags & ts.SymbolFlags.Alias) === 0 ? exported : checker.getAliasedSymbol(exported);
      const named = `${ENTRIES[index] ?? ''} ${exported.name}`;
      const members = [...(symbol.members?.values() ?? [])].filter((member) => isCallable(member) && isPublic(member) && silent(member));
      return [...(silent(symbol) ? [named] : []), ...members.map((member) => `${named}.${member.name}`)];
    });
  });
}

function isCallable(symbol: ts.Symbol): boolean {
  return (symbol.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor)) !== 0;
}

function isPublic({ declarations = [] }: ts.Symbol): boolean {
  return declarations.every((one) => !((ts.isMethodDeclaration(one) || ts.isAccessor(one)) && ts.isPrivateIdentifier(one.name)));
}

test('every export, and every method of one, has a docstring', () => {
  expect([...new Set(undocumented())]).toEqual([]);
}, 60_000);
