import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { PROJECT_ROOT } from '../run-program.js';
import { code, markdownTable } from './markdown.js';

/** docs/reference/events.md, read from the interfaces themselves: types leave nothing to ask at run time. */
export function eventsPage(): string {
  const path = join(PROJECT_ROOT, 'src/lib/events.ts');
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  const events = members(file, 'FleetEvents').map(([name, type, comment]) => [code(name), code(payload(type)), comment]);
  const finished = members(file, 'OperationFinished').map(([name, type]) => [code(name), code(type)]);
  return `# Events

\`fleet.on(name, listener)\`; \`ClusterManager\` emits those about clusters, sources and sessions. One object per event, plain data, no secrets, times in ISO 8601.
A listener that throws stops neither the other listeners nor the fleet.

${markdownTable(['event', 'payload', 'when'], events)}

## OperationFinished

The payload of \`operation-finished\`, and what one audit line is made from.

${markdownTable(['field', 'type'], finished)}
`;
}

function members(file: ts.SourceFile, name: string): [name: string, type: string, comment: string][] {
  const found = file.statements.find((statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name);
  if (found === undefined || !ts.isInterfaceDeclaration(found)) throw new Error(`src/lib/events.ts has no interface ${name}`);
  return found.members.filter(ts.isPropertySignature).map((member) => {
    const comments = ts.getJSDocCommentsAndTags(member).map((comment) => ts.getTextOfJSDocComment(comment.comment) ?? '');
    const key = ts.isStringLiteral(member.name) ? member.name.text : member.name.getText(file);
    return [key, member.type?.getText(file) ?? '', comments.join(' ')];
  });
}

function payload(tuple: string): string {
  return tuple.replace(/^\[/, '').replace(/\]$/, '').trim();
}
