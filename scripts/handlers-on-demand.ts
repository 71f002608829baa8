import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Options } from 'tsup';
import ts from 'typescript';
import { usedSchemasOnly } from './used-schemas-only.js';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/** What of an operation runs only when it is called, and is asynchronous already. */
const WORK = ['handler', 'calls'];
const TOOLSET_FILE = /src[\\/]lib[\\/]toolsets[\\/][^\\/]+[\\/][^\\/]+\.ts$/;
const WORK_OF = 'work-of:';
const WORK_ONLY = '?work';
const LATER = '?later';
const SOURCES = resolve('src');
const LIBRARY = join(SOURCES, 'lib');

/**
 * An operation is one file, and most of what it needs is needed by its handler only. In the bundles the handlers of a toolset are a chunk
 * of their own, loaded with the first call of one of them: importing the library costs names, descriptions and schemas.
 * An operation file is read twice for that: once with its handler replaced by the loading of it, and once for the handler alone.
 * @param before what is there before anything that the library, or an adapter, loads on demand
 */
export function handlersOnDemand(before: { readonly library: readonly string[]; readonly adapters: readonly string[] }): Plugin {
  const beforeThat = (path: string): readonly string[] => (path.startsWith(LIBRARY) ? before.library : before.adapters);
  return {
    name: 'handlers-on-demand',
    setup: (build) => {
      // What the handler alone imports is not imported by the rest any more: unused imports must go, which is what TypeScript does by default.
      delete build.initialOptions.tsconfig;
      build.initialOptions.tsconfigRaw = { compilerOptions: { verbatimModuleSyntax: false } };
      build.onLoad({ filter: TOOLSET_FILE }, ({ path, suffix }) => {
        const file = operationFile(path);
        if (file === undefined || suffix === LATER) return undefined;
        const contents = suffix === WORK_ONLY ? workOnly(file) : withoutWork(file, relative('.', dirname(path)));
        return { contents: usedSchemasOnly(contents), loader: 'ts' };
      });
      build.onResolve({ filter: /^work-of:/ }, ({ path }) => ({ path: path.slice(WORK_OF.length), namespace: 'work-of' }));
      build.onLoad({ filter: /.*/, namespace: 'work-of' }, ({ path: folder }) => ({
        contents: later(
          before.library,
          operationFiles(folder).map((file) => `./${file}${WORK_ONLY}`),
        ),
        resolveDir: resolve(folder),
        loader: 'js',
      }));
      build.onResolve({ filter: /\?work$/ }, ({ path, resolveDir }) => ({
        path: join(resolveDir, path.slice(0, -WORK_ONLY.length)),
        suffix: WORK_ONLY,
        sideEffects: false,
      }));
      build.onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, resolveDir, kind, namespace }) => {
        if (kind !== 'dynamic-import' || namespace !== 'file' || !resolveDir.startsWith(SOURCES)) return undefined;
        return { path: join(resolveDir, path.replace(/\.js$/, '.ts')), suffix: LATER, sideEffects: false };
      });
      build.onLoad({ filter: /src[\\/].*\.ts$/ }, ({ path, suffix }) =>
        suffix === LATER
          ? { contents: later(beforeThat(path), [`./${basename(path)}`]), resolveDir: dirname(path), loader: 'js' }
          : undefined,
      );
    },
  };
}

/**
 * esbuild puts modules into chunks by which entries reach them: were the first ones not reached from all that is loaded later, they would
 * be cut into dozens of small files, by which later parts share them.
 */
function later(before: readonly string[], files: readonly string[]): string {
  return [
    ...before.map((file, index) => `import * as before${String(index)} from ${JSON.stringify(resolve(file))};`),
    ...files.map((file) => `export * from '${file}';`),
  ].join('\n');
}

interface OperationFile {
  readonly source: string;
  readonly statements: readonly ts.Statement[];
  readonly operations: readonly { readonly name: string; readonly call: ts.CallExpression; readonly work: readonly ts.Node[] }[];
}

/** A part of a file and what stands there instead. */
interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The file, if it has operations: `export const NAME = defineOperation({ … })`. */
function operationFile(path: string): OperationFile | undefined {
  const source = readFileSync(path, 'utf8');
  if (!source.includes('= defineOperation({')) return undefined;
  const { statements } = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const operations = statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) =>
    declarationList.declarations.flatMap(({ name, initializer: call }) => {
      if (call === undefined || !ts.isCallExpression(call) || call.expression.getText() !== 'defineOperation') return [];
      const [literal] = call.arguments;
      const members = literal !== undefined && ts.isObjectLiteralExpression(literal) ? [...literal.properties] : [];
      const work = members.filter((member) => WORK.includes(member.name?.getText() ?? ''));
      if (work.length === 0) throw new Error(`${path}: ${name.getText()} has no handler that could be loaded on demand.`);
      return [{ name: name.getText(), call, work }];
    }),
  );
  return { source, statements, operations };
}

function operationFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.ts') && operationFile(join(folder, name)) !== undefined);
}

/** The operations with handlers that load the real ones, and without what only those used. */
function withoutWork(file: OperationFile, folder: string): string {
  const loading = file.operations.flatMap(({ name, work }) =>
    work.map((member) => {
      const key = member.getText().startsWith('calls') ? 'calls' : 'handler';
      const text = `${key}: async (...given) => (await import(${JSON.stringify(WORK_OF + folder)})).${name}.${key}(...given)`;
      return { start: member.getStart(), end: member.end, text: text + linesOf(member) };
    }),
  );
  const work = new Set(file.operations.flatMap((operation) => operation.work));
  return replaced(file.source, [...loading, ...unused(file.statements, work)]);
}

/** The handlers alone; what else the file has and they do not use is left out by esbuild. */
function workOnly(file: OperationFile): string {
  const alone = file.operations.map(({ call, work }) => ({
    start: call.getStart(),
    end: call.end,
    text: `{${work.map((member) => member.getText()).join(',')}}`,
  }));
  return replaced(file.source, alone);
}

/**
 * The functions and constants of a file that only its handlers use. esbuild leaves them out by itself, but keeps loading what they import.
 */
function unused(statements: readonly ts.Statement[], work: ReadonlySet<ts.Node>): Replacement[] {
  const waiting = new Set(statements.filter((statement) => !isNeeded(statement)));
  const needed = statements.filter((statement) => !waiting.has(statement) && !ts.isImportDeclaration(statement));
  for (const statement of needed) {
    const names = namesIn(statement, work);
    for (const candidate of waiting) {
      if (!declaredNames(candidate).some((name) => names.has(name))) continue;
      waiting.delete(candidate);
      needed.push(candidate);
    }
  }
  return [...waiting].map((statement) => ({ start: statement.getStart(), end: statement.end, text: linesOf(statement) }));
}

function isNeeded(statement: ts.Statement): boolean {
  if (!ts.isFunctionDeclaration(statement) && !ts.isVariableStatement(statement)) return true;
  return statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isFunctionDeclaration(statement)) return [statement.name?.text ?? ''];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name }) => [...namesIn(name, new Set())]);
}

function namesIn(node: ts.Node, without: ReadonlySet<ts.Node>): Set<string> {
  const names = new Set<string>();
  const visit = (part: ts.Node): void => {
    if (without.has(part)) return;
    if (ts.isIdentifier(part)) names.add(part.text);
    ts.forEachChild(part, visit);
  };
  visit(node);
  return names;
}

/** Later parts first, so that the places of earlier ones stay right. */
function replaced(source: string, parts: readonly Replacement[]): string {
  const backwards = [...parts].sort((a, b) => b.start - a.start);
  return backwards.reduce((text, part) => text.slice(0, part.start) + part.text + text.slice(part.end), source);
}

/** As many lines as the text has: source maps go by them. */
function linesOf(node: ts.Node): string {
  return node.getText().replaceAll(/[^\n]/g, '');
}
