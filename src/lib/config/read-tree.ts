import { didYouMean } from '../platform/nearest.js';
import { isTable, type ConfigValues, type Origin } from './layer.js';
import { configTree, pathText, toFileKey, type KeyNode, type SectionNode } from './key-tree.js';
import type { ConfigProblem } from './problems.js';

/** What a walk over raw values needs to know of their source. */
export interface TreeReading {
  readonly spelling: 'file' | 'program';
  readonly originOf: (path: readonly string[]) => Origin;
  /** Called with each string value; answers the string to use, and reports what is wrong with it. */
  readonly readString: (value: string, path: readonly string[]) => string;
  readonly report: (problem: ConfigProblem) => void;
}

/** Raw values as camelCase values without the keys that do not exist; those are reported with the key that was probably meant. */
export function readTree(raw: Record<string, unknown>, reading: TreeReading): ConfigValues {
  return readSection(raw, configTree(), [], reading);
}

function readSection(raw: Record<string, unknown>, section: SectionNode, path: readonly string[], reading: TreeReading): ConfigValues {
  const names = new Map([...section.children.keys()].map((key) => [reading.spelling === 'file' ? toFileKey(key) : key, key]));
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    const key = names.get(name);
    const node = key === undefined ? undefined : section.children.get(key);
    if (key === undefined || node === undefined) {
      reading.report(unknownKey(name, [...path, name], [...names.keys()], reading));
    } else if (value !== undefined) {
      values[key] = readNode(value, node, [...path, key], reading);
    }
  }
  return values;
}

function readNode(value: unknown, node: KeyNode, path: readonly string[], reading: TreeReading): unknown {
  if (node.type === 'section') return isTable(value) ? readSection(value, node, path, reading) : value;
  if (node.type === 'rows' && Array.isArray(value)) {
    return value.map((row: unknown, index) => readNode(row, node.value, [...path, String(index)], reading));
  }
  if (node.type === 'table' && isTable(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, readNode(entry, node.value, [...path, name], reading)]));
  }
  return readValue(value, path, reading);
}

function readValue(value: unknown, path: readonly string[], reading: TreeReading): unknown {
  if (typeof value === 'string') return reading.readString(value, path);
  return Array.isArray(value) ? value.map((item: unknown) => readValue(item, path, reading)) : value;
}

function unknownKey(name: string, path: readonly string[], siblings: readonly string[], reading: TreeReading): ConfigProblem {
  const topLevel = [...configTree().children.keys()].map((key) => (reading.spelling === 'file' ? toFileKey(key) : key));
  const misplaced = path.length > 1 && topLevel.includes(name);
  const suggestion = misplaced
    ? reading.spelling === 'file'
      ? `It is a top-level key: move it above the first [section].`
      : `It is a top-level key.`
    : didYouMean(name, siblings).trim() || (path.length === 1 ? '' : `Keys here: ${siblings.join(', ')}.`);
  return {
    key: pathText(path, reading.spelling),
    message: 'is not a key of the configuration',
    ...(suggestion === '' ? {} : { suggestion }),
    ...reading.originOf(path),
  };
}
