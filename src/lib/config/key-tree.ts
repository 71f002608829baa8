import { z } from 'zod';
import { fieldFacts, type FieldFacts } from './fields.js';
import { fleetConfigSchema } from './schema.js';

/** The shape of the configuration as data, read off the schema: sections with named keys, tables with the user's names, rows, leaves. */
export type KeyNode =
  | SectionNode
  | { readonly type: 'table'; readonly facts: FieldFacts; readonly value: KeyNode }
  | { readonly type: 'rows'; readonly facts: FieldFacts; readonly value: SectionNode }
  | { readonly type: 'leaf'; readonly facts: FieldFacts };

export interface SectionNode {
  readonly type: 'section';
  readonly children: ReadonlyMap<string, KeyNode>;
}

let root: SectionNode | undefined;

/** The tree of all keys, in camelCase. Made once. */
export function configTree(): SectionNode {
  root ??= sectionOf(fleetConfigSchema);
  return root;
}

function sectionOf(schema: z.ZodObject): SectionNode {
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  const children = Object.entries(shape).map(([key, child]): [string, KeyNode] => [key, nodeOf(child)]);
  return { type: 'section', children: new Map(children) };
}

const ANONYMOUS_LEAF: KeyNode = { type: 'leaf', facts: { kind: 'text', description: '' } };

function nodeOf(schema: z.core.$ZodType): KeyNode {
  const inner = unwrap(schema);
  const facts = schema instanceof z.ZodType ? fieldFacts(schema) : undefined;
  if (inner instanceof z.ZodRecord && facts !== undefined) return { type: 'table', facts, value: nodeOf(inner.valueType) };
  if (inner instanceof z.ZodArray && inner.element instanceof z.ZodObject && facts !== undefined) {
    return { type: 'rows', facts, value: sectionOf(inner.element) };
  }
  if (inner instanceof z.ZodObject) return sectionOf(inner);
  return facts === undefined ? ANONYMOUS_LEAF : { type: 'leaf', facts };
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) inner = inner.unwrap();
  return inner;
}

/** `kubeconfigDir` as the file spells it: `kubeconfig_dir`. */
export function toFileKey(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The node at a camelCase path, walking through the names of tables and the indexes of rows. */
export function nodeAt(path: readonly string[]): KeyNode | undefined {
  let node: KeyNode | undefined = configTree();
  for (const key of path) {
    if (node === undefined || node.type === 'leaf') return undefined;
    node = node.type === 'section' ? node.children.get(key) : node.value;
  }
  return node;
}

/** A camelCase path as text: in the spelling of the file (`nsk.config_dir`) or of programs (`nsk.configDir`). */
export function pathText(path: readonly string[], spelling: 'file' | 'program'): string {
  const parts = path.map((key, index) => {
    const parent = nodeAt(path.slice(0, index));
    return spelling === 'file' && parent?.type === 'section' && parent.children.has(key) ? toFileKey(key) : key;
  });
  return parts
    .map((part, index) => {
      const parent = nodeAt(path.slice(0, index))?.type;
      if (parent === 'leaf' || parent === 'rows') return part === '*' ? '[]' : `[${part}]`;
      return `${index === 0 ? '' : '.'}${quoted(part)}`;
    })
    .join('');
}

function quoted(part: string): string {
  return /^(?:[\w-]+|\*)$/.test(part) ? part : JSON.stringify(part);
}

/** Every leaf and table below a node, with its camelCase path; `*` stands for the user's name, or for any row. */
export function* leaves(
  node: KeyNode = configTree(),
  path: readonly string[] = [],
): Generator<{ path: readonly string[]; facts: FieldFacts }> {
  if (node.type === 'leaf') {
    yield { path, facts: node.facts };
    return;
  }
  if (node.type === 'rows') {
    yield* leaves(node.value, [...path, '*']);
    return;
  }
  if (node.type === 'table') {
    if (node.value.type === 'section') yield* leaves(node.value, [...path, '*']);
    else yield { path, facts: node.facts };
    return;
  }
  for (const [key, child] of node.children) yield* leaves(child, [...path, key]);
}

/** The facts of the leaf or table at a camelCase path. */
export function fieldFactsAt(path: readonly string[]): FieldFacts | undefined {
  const node = nodeAt(path);
  return node === undefined || node.type === 'section' ? undefined : node.facts;
}
