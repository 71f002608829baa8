import { didYouMean, type Operation } from '../../index.js';
import { coerceValues, type Written } from './coerce-value.js';
import { findParameter, flagName, parametersOf, type Parameter } from './operation-parameters.js';
import type { OtherOption } from './options.js';
import { UsageError } from './usage-error.js';

/**
 * The input of an operation from its flags.
 * @param known Other flags of the command line, for suggestions.
 * @throws UsageError for an unknown flag or a value of the wrong type.
 */
export function inputFromFlags(operation: Operation, flags: readonly OtherOption[], known: readonly string[]): Record<string, unknown> {
  const parameters = parametersOf(operation);
  const written = new Map<Parameter, Written[]>();
  for (const flag of flags) {
    const { parameter, value } = meant(flag, parameters) ?? unknown(operation, flag, parameters, known);
    written.set(parameter, [...(written.get(parameter) ?? []), value]);
  }
  return Object.fromEntries([...written].map(([{ name, schema }, values]) => [name, coerceValues(flagName(name), values, schema)]));
}

/**
 * The input of an operation from JSON text. Only its outer shape is checked here.
 * @throws UsageError
 */
export function inputFromJson(json: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    // The text itself may hold a secret, so only the place is told.
    const place = cause instanceof Error ? /at position \d+|end of JSON input/.exec(cause.message)?.[0] : undefined;
    throw new UsageError(`The input is not JSON${place === undefined ? '' : ` (${place})`}.`, 'call');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UsageError('The input must be a JSON object.', 'call');
  return Object.fromEntries(Object.entries(value));
}

function meant({ name, value }: OtherOption, parameters: readonly Parameter[]): { parameter: Parameter; value: Written } | undefined {
  const parameter = findParameter(name, parameters);
  if (parameter !== undefined) return { parameter, value };
  const denied = name.startsWith('no-') ? findParameter(name.slice(3), parameters) : undefined;
  return denied?.schema.type === 'boolean' && value === undefined ? { parameter: denied, value: 'false' } : undefined;
}

function unknown(operation: Operation, { name }: OtherOption, parameters: readonly Parameter[], known: readonly string[]): never {
  const flags = parameters.map((parameter) => `--${flagName(parameter.name)}`);
  const all = [...flags, ...known.map((other) => `--${other}`)];
  const list = flags.length === 0 ? 'It takes no parameters.' : `Its parameters: ${flags.join(', ')}.`;
  throw new UsageError(`${operation.name} has no parameter --${name}.${didYouMean(`--${name}`, all)} ${list}`, `call ${operation.name}`);
}
