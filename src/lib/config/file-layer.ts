import { hostEnvironment, type Environment } from '../platform/environment.js';
import { fieldFactsAt, pathText, toFileKey } from './key-tree.js';
import { isTable, type Layer, type Origin } from './layer.js';
import type { ConfigProblem } from './problems.js';
import type { ConfigFile } from './read-config-file.js';
import { readTree } from './read-tree.js';
import { resolveHome, resolveReferences } from './references.js';
import { linePath } from './toml-lines.js';

/** Top-level keys that existing files carry below `[nsk]`, where TOML makes them keys of that section. */
const KEYS_BELOW_NSK = ['kubeconfig_dir', 'default_cluster', 'auto_discovery', 'cluster_aliases'];

/** The file as a layer, what is wrong in it, and what is worth a warning. */
export interface FileLayer {
  readonly layer: Layer;
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
}

/** Values of a file in camelCase: `${NAME}` and `~/` replaced, keys below `[nsk]` that belong to the top moved there. */
export function fileLayer(file: ConfigFile, environment: Environment = hostEnvironment()): FileLayer {
  const problems: ConfigProblem[] = [];
  const hoisted = hoistKeysBelowNsk(file);
  const originOf = (path: readonly string[]): Origin => {
    const line = lineOf(file, path, hoisted.moved);
    return { source: `file ${file.path}`, ...(line === undefined ? {} : { line }) };
  };
  const readString = (value: string, path: readonly string[]): string => {
    const { value: resolved, missing, malformed } = resolveReferences(value, environment);
    const key = pathText(path, 'file');
    for (const name of missing) {
      problems.push({
        key,
        message: `needs the environment variable ${name}, which is not set`,
        suggestion: `Set ${name}, or write $\${${name}} for the text itself.`,
        ...originOf(path),
      });
    }
    if (malformed.length > 0) {
      problems.push({
        key,
        message: 'holds a reference that is not ${NAME}',
        suggestion: 'Only plain variable names can be used; write $${ for the text ${ itself.',
        ...originOf(path),
      });
    }
    return resolveHome(resolved, environment, fieldFactsAt(path)?.kind === 'paths');
  };
  const values = readTree(hoisted.raw, { spelling: 'file', originOf, readString, report: (problem) => problems.push(problem) });
  return {
    layer: { name: 'file', values, originOf },
    problems: [...hoisted.conflicts.map((key) => conflict(key, file)), ...problems],
    warnings: hoisted.moved.length === 0 ? [] : [movedWarning(hoisted.moved, file)],
  };
}

interface Hoisted {
  readonly raw: Record<string, unknown>;
  readonly moved: readonly string[];
  readonly conflicts: readonly string[];
}

function hoistKeysBelowNsk({ raw }: ConfigFile): Hoisted {
  const nsk = raw['nsk'];
  if (!isTable(nsk)) return { raw, moved: [], conflicts: [] };
  const below = KEYS_BELOW_NSK.filter((key) => Object.hasOwn(nsk, key));
  const conflicts = below.filter((key) => Object.hasOwn(raw, key));
  const moved = below.filter((key) => !conflicts.includes(key));
  const rest = Object.fromEntries(Object.entries(nsk).filter(([key]) => !below.includes(key)));
  return { raw: { ...raw, ...Object.fromEntries(moved.map((key) => [key, nsk[key]])), nsk: rest }, moved, conflicts };
}

function conflict(key: string, file: ConfigFile): ConfigProblem {
  const line = file.lines.get(linePath(['nsk', key]));
  return {
    key: `nsk.${key}`,
    message: `stands both below [nsk] and at the top level`,
    suggestion: `Keep the one above the first [section].`,
    source: `file ${file.path}`,
    ...(line === undefined ? {} : { line }),
  };
}

function movedWarning(moved: readonly string[], file: ConfigFile): ConfigProblem {
  const line = file.lines.get(linePath(['nsk', moved[0] ?? '']));
  return {
    key: moved.map((key) => `nsk.${key}`).join(', '),
    message: moved.length === 1 ? 'is read as a top-level key' : 'are read as top-level keys',
    suggestion: 'Move it above the first [section]; TOML makes it a key of [nsk] otherwise.',
    source: `file ${file.path}`,
    ...(line === undefined ? {} : { line }),
  };
}

/** The line of the key at a camelCase path, or of the nearest table around it. */
function lineOf(file: ConfigFile, path: readonly string[], moved: readonly string[]): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const spelled = path
      .slice(0, length)
      .map((key, index) => (index === length - 1 && file.lines.has(linePath(path.slice(0, length))) ? key : fileKeyAt(path, index)));
    const line =
      file.lines.get(linePath(spelled)) ?? (moved.includes(spelled[0] ?? '') ? file.lines.get(linePath(['nsk', ...spelled])) : undefined);
    if (line !== undefined) return line;
  }
  return undefined;
}

function fileKeyAt(path: readonly string[], index: number): string {
  const key = path[index] ?? '';
  const isUserName = fieldFactsAt(path.slice(0, index))?.kind === 'table';
  return isUserName ? key : toFileKey(key);
}
