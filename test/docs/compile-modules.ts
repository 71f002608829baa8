import { join } from 'node:path';
import ts from 'typescript';
import { PROJECT_ROOT } from '../architecture/source-files.js';

/** What the compiler says against modules that exist only here: path from the project's root → text. With the project's own strictness. */
export function compileProblems(texts: ReadonlyMap<string, string>): string[] {
  const modules = new Map([...texts].map(([path, text]) => [join(PROJECT_ROOT, path), text]));
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
