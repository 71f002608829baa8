import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The folder that holds package.json. */
export const PROJECT_ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** One import as it stands in a file. `target` is the file inside `src/` for a relative import, the package name otherwise. */
export interface SourceImport {
  readonly from: string;
  readonly target: string;
  readonly external: boolean;
  /** `type` is erased by the compiler; `dynamic` runs when the code gets there. */
  readonly kind: 'static' | 'type' | 'dynamic';
}

/** Every TypeScript file below a folder of the project, as `/`-separated paths relative to the project. */
export function typeScriptFiles(folder: string): string[] {
  return readdirSync(join(PROJECT_ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(PROJECT_ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** The imports, re-exports and `import()` calls of one file. */
export function importsOf(file: string): SourceImport[] {
  return importsIn(file, readFileSync(join(PROJECT_ROOT, file), 'utf8'));
}

/** The imports of a text that would stand at `file`. */
export function importsIn(file: string, text: string): SourceImport[] {
  const found: SourceImport[] = [];
  const add = (specifier: ts.Expression | undefined, kind: SourceImport['kind']): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    found.push({ from: file, kind, ...targetOf(file, specifier.text) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ? 'type' : 'static');
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'static');
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], 'dynamic');
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, 'type');
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true));
  return found;
}

function targetOf(file: string, specifier: string): { target: string; external: boolean } {
  if (specifier.startsWith('.')) return { target: posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts'), external: false };
  if (specifier.startsWith('node:')) return { target: specifier, external: true };
  const [scopeOrName = '', name = ''] = specifier.split('/');
  return { target: scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName, external: true };
}
