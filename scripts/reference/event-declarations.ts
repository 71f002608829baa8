import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { PROJECT_ROOT } from '../run-program.js';

/** One member of a payload. */
export interface PayloadMember {
  readonly name: string;
  readonly type: string;
  readonly meaning: string;
}

/** One event as `src/lib/events.ts` declares it. */
export interface EventDeclaration {
  readonly name: string;
  readonly when: string;
  readonly members: readonly PayloadMember[];
  /** A payload as TypeScript. */
  readonly example: string;
}

/** What needs no comment of its own. */
const EVIDENT: Readonly<Record<string, string>> = {
  cluster: 'Name of the cluster.',
  source: 'Name of the source.',
  rancher: '`nsk`, or NAME of `[rancher.NAME]`.',
  provider: 'Who is asked: the program `nsk`, or the Rancher itself by its name.',
  identity: '`default` is the credential of the kubeconfig.',
  endpoint: 'Where its kubeconfig leads now.',
  startedAt: 'When it began.',
  observedAt: 'When the probe ended.',
  durationMs: 'Milliseconds.',
  summary: 'The outcome in words, with numbers and names.',
  code: 'One of the error codes.',
  message: 'What failed, for people.',
};

/** Every event, read from the interfaces themselves: types leave nothing to ask at run time. Throws when one is not documented in full. */
export function eventDeclarations(): EventDeclaration[] {
  const path = join(PROJECT_ROOT, 'src/lib/events.ts');
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  return propertiesOf(interfaceOf(file, 'FleetEvents').members).map((event) => {
    const name = nameOf(event);
    const members = payloadOf(event, file).map((member) => ({
      name: nameOf(member),
      type: member.type?.getText(file) ?? '',
      meaning: commentOf(member) || (EVIDENT[nameOf(member)] ?? ''),
    }));
    const example = words(exampleOf(event));
    const when = words(commentOf(event));
    const missing = [
      ...(when === '' ? ['when it is emitted'] : []),
      ...(example === '' ? ['an @example'] : []),
      ...members.filter(({ meaning }) => meaning === '').map((member) => `the meaning of ${member.name}`),
    ];
    if (missing.length > 0) throw new Error(`src/lib/events.ts: ${name} lacks ${missing.join(', ')}`);
    return { name, when, members, example };
  });
}

/** The members of the one object in `'name': [{ … }]` or `'name': [Payload]`. */
function payloadOf(event: ts.PropertySignature, file: ts.SourceFile): ts.PropertySignature[] {
  const [payload, ...more] = event.type !== undefined && ts.isTupleTypeNode(event.type) ? event.type.elements : [];
  if (payload === undefined || more.length > 0) throw new Error(`src/lib/events.ts: ${nameOf(event)} must carry one object`);
  if (ts.isTypeLiteralNode(payload)) return propertiesOf(payload.members);
  return propertiesOf(interfaceOf(file, payload.getText(file)).members);
}

function interfaceOf(file: ts.SourceFile, name: string): ts.InterfaceDeclaration {
  const found = file.statements.find((statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name);
  if (found === undefined || !ts.isInterfaceDeclaration(found)) throw new Error(`src/lib/events.ts has no interface ${name}`);
  return found;
}

function propertiesOf(members: ts.NodeArray<ts.TypeElement>): ts.PropertySignature[] {
  return members.filter(ts.isPropertySignature);
}

function nameOf({ name }: ts.PropertySignature): string {
  return ts.isStringLiteral(name) || ts.isIdentifier(name) ? name.text : name.getText();
}

function commentOf(node: ts.Node): string {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return comments.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '').join(' ');
}

function exampleOf(node: ts.Node): string {
  const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === 'example');
  return ts.getTextOfJSDocComment(tag?.comment) ?? '';
}

function words(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
