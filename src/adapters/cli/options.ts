import { parseArgs } from 'node:util';
import { didYouMean } from '../../index.js';
import { UsageError } from './usage-error.js';

/** One option of a command. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** What the value is, for help: `FILE`. */
  readonly value?: string;
  /** The only values there are. */
  readonly choices?: readonly string[];
  readonly description: string;
}

/** Options by their long name, without dashes. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** A command line that was understood. */
export interface ParsedWords {
  readonly values: ReadonlyMap<string, string | boolean>;
  readonly positionals: readonly string[];
  /** Options of no specification, in order; only where they are collected. */
  readonly others: readonly OtherOption[];
}

/** `--name`, `--name=value` or `--name value` of a name that no specification knows. */
export interface OtherOption {
  readonly name: string;
  readonly value: string | undefined;
}

export interface ParseRules {
  readonly command: string;
  readonly options: OptionSpecs;
  /** Names of the words that are no options; a `?` after a name makes it optional. */
  readonly positionals?: readonly string[];
  /** Unknown options are returned instead of refused. */
  readonly collectOthers?: boolean;
}

/**
 * Reads a command line by the options it may hold.
 * @throws UsageError for anything that would otherwise be ignored or guessed.
 */
export function parseWords(words: readonly string[], rules: ParseRules): ParsedWords {
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(Object.entries(rules.options).map(([name, { type }]) => [name, { type }])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, string | boolean>();
  const others: OtherOption[] = [];
  const positionals: string[] = [];
  let waiting: string | undefined;
  const settle = (value: string | undefined): void => {
    if (waiting !== undefined) others.push({ name: waiting, value });
    waiting = undefined;
  };
  for (const token of tokens) {
    if (token.kind === 'positional' && waiting !== undefined) settle(token.value);
    else if (token.kind === 'positional') positionals.push(token.value);
    else settle(undefined);
    if (token.kind !== 'option') continue;
    const known = knownOption(token.name, rules);
    if (known !== undefined) setOnce(values, known.name, valueOf(token, known, rules), rules);
    else if (rules.collectOthers !== true || !token.rawName.startsWith('--')) throw unknownOption(token.rawName, rules);
    else if (token.value === undefined) waiting = token.name;
    else others.push({ name: token.name, value: token.value });
  }
  settle(undefined);
  checkPositionals(positionals, rules);
  return { values, positionals, others };
}

interface KnownOption {
  readonly name: string;
  readonly spec: OptionSpec;
  /** Written `--no-NAME`. */
  readonly negated: boolean;
}

function knownOption(written: string, { options }: ParseRules): KnownOption | undefined {
  const spec = Object.hasOwn(options, written) ? options[written] : undefined;
  if (spec !== undefined) return { name: written, spec, negated: false };
  const name = written.startsWith('no-') ? written.slice(3) : '';
  const denied = Object.hasOwn(options, name) ? options[name] : undefined;
  return denied?.type === 'boolean' ? { name, spec: denied, negated: true } : undefined;
}

function valueOf(
  token: { readonly rawName: string; readonly value: string | undefined; readonly inlineValue: boolean | undefined },
  { spec, negated }: KnownOption,
  { command }: ParseRules,
): string | boolean {
  const { value, rawName } = token;
  if (spec.type === 'boolean') {
    if (value === undefined) return !negated;
    if (value === 'true' || value === 'false') return (value === 'true') !== negated;
    throw new UsageError(`${rawName} is true or false, not ${JSON.stringify(value)}.`, command);
  }
  if (value === undefined || value === '')
    throw new UsageError(`${rawName} needs a value${spec.value === undefined ? '' : `: ${rawName} ${spec.value}`}.`, command);
  if (token.inlineValue !== true && value.startsWith('-') && value !== '-') {
    throw new UsageError(`${rawName} needs a value, and ${value} looks like an option. Write ${rawName}=${value} if it is meant.`, command);
  }
  if (spec.choices !== undefined && !spec.choices.includes(value)) {
    throw new UsageError(
      `${rawName} is one of ${spec.choices.join(', ')}, not ${JSON.stringify(value)}.${didYouMean(value, spec.choices)}`,
      command,
    );
  }
  return value;
}

function setOnce(values: Map<string, string | boolean>, name: string, value: string | boolean, { command }: ParseRules): void {
  if (values.has(name)) throw new UsageError(`--${name} is given twice.`, command);
  values.set(name, value);
}

function unknownOption(rawName: string, { options, command }: ParseRules): UsageError {
  const names = Object.keys(options).map((name) => `--${name}`);
  return new UsageError(`There is no option ${rawName}.${didYouMean(rawName, names)}`, command);
}

function checkPositionals(found: readonly string[], { positionals = [], command }: ParseRules): void {
  const surplus = found[positionals.length];
  if (surplus !== undefined) throw new UsageError(`${JSON.stringify(surplus)} is not expected here.`, command);
  const missing = positionals[found.length];
  if (missing !== undefined && !missing.endsWith('?')) throw new UsageError(`${missing} is missing.`, command);
}

/** The value of a string option. */
export function text({ values }: ParsedWords, name: string): string | undefined {
  const value = values.get(name);
  return typeof value === 'string' ? value : undefined;
}

/** Whether a boolean option is on. */
export function isOn({ values }: ParsedWords, name: string): boolean {
  return values.get(name) === true;
}
