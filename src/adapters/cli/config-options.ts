import { CONFIG_FLAGS, type FlagValues } from '../../index.js';
import type { OptionSpec, OptionSpecs, ParsedWords } from './options.js';

/** Flags that only make sense where something listens. */
const SERVER_FLAGS: readonly string[] = ['port', 'host'];

/** The configuration flags as options of a command. */
export const CONFIG_OPTIONS: OptionSpecs = Object.fromEntries(
  CONFIG_FLAGS.filter(({ name }) => !SERVER_FLAGS.includes(name)).map(({ name, type, placeholder, description }): [string, OptionSpec] => [
    name,
    { type: type === 'boolean' ? 'boolean' : 'string', description, ...(placeholder === undefined ? {} : { value: placeholder }) },
  ]),
);

/** What a command line says about the configuration, as `loadConfig` takes it. */
export function configFlags({ values }: ParsedWords): FlagValues {
  return Object.fromEntries(CONFIG_FLAGS.flatMap(({ name }) => (values.has(name) ? [[name, values.get(name)]] : [])));
}
