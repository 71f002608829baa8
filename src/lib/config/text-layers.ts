import type { Environment } from '../platform/environment.js';
import { nearest } from '../platform/nearest.js';
import { CONFIG_VARIABLES } from './environment-variables.js';
import { CONFIG_FLAGS } from './flags.js';
import { fieldFactsAt, pathText } from './key-tree.js';
import { withValue, type ConfigValues, type Layer } from './layer.js';
import type { ConfigProblem } from './problems.js';
import { resolveHome } from './references.js';
import { readTextValue } from './text-values.js';

/** Values of flags by their name without dashes, as `parseArgs` of Node answers them. */
export type FlagValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** A layer and what was wrong while reading it. */
export interface TextLayer {
  readonly layer: Layer;
  readonly problems: readonly ConfigProblem[];
}

interface TextValue {
  readonly text: string;
  readonly key: string;
  readonly source: string;
}

/** The environment variables of the configuration as a layer. */
export function environmentLayer(environment: Environment): TextLayer {
  const texts = CONFIG_VARIABLES.flatMap(({ name, key }): TextValue[] => {
    const text = environment[name]?.trim() ?? '';
    return key === undefined || text === '' ? [] : [{ text, key, source: `environment ${name}` }];
  });
  return textLayer('environment', texts, environment, []);
}

/** The flags as a layer; a flag that does not exist is a problem. */
export function flagLayer(flags: FlagValues, environment: Environment): TextLayer {
  const names = CONFIG_FLAGS.map(({ name }) => name);
  const problems = Object.keys(flags)
    .filter((name) => flags[name] !== undefined && !names.includes(name))
    .map((name) => unknownFlag(name, names));
  // A flag for several keys comes first, so that the flag of one key has the last word.
  const ordered = [...CONFIG_FLAGS].sort((left, right) => right.keys.length - left.keys.length);
  const texts = ordered.flatMap(({ name, keys }) => {
    const value = flags[name];
    if (value === undefined) return [];
    return keys.map((key): TextValue => ({ text: Array.isArray(value) ? value.join(',') : String(value), key, source: `flag --${name}` }));
  });
  return textLayer('flag', texts, environment, problems);
}

function unknownFlag(name: string, names: readonly string[]): ConfigProblem {
  const meant = nearest(name, names);
  return {
    key: '',
    message: `--${name} is not a flag`,
    ...(meant === undefined ? {} : { suggestion: `Did you mean --${meant}?` }),
    source: `flag --${name}`,
  };
}

function textLayer(
  name: Layer['name'],
  texts: readonly TextValue[],
  environment: Environment,
  problems: readonly ConfigProblem[],
): TextLayer {
  const sources = new Map<string, string>();
  const found = [...problems];
  let values: ConfigValues = {};
  for (const { text, key, source } of texts) {
    const path = key.split('.');
    const read = readTextValue(text, path);
    if ('rule' in read) {
      found.push({ key: pathText(path, 'file'), message: read.rule, source });
      continue;
    }
    sources.set(key, source);
    values = withValue(values, path, withHome(read.value, path, environment));
  }
  const originOf = (path: readonly string[]): { source: string } => ({
    source: sources.get(path.join('.')) ?? sources.get(path.slice(0, -1).join('.')) ?? name,
  });
  return { layer: { name, values, originOf }, problems: found };
}

function withHome(value: unknown, path: readonly string[], environment: Environment): unknown {
  return typeof value === 'string' ? resolveHome(value, environment, fieldFactsAt(path)?.kind === 'paths') : value;
}
