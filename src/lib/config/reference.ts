import { CONFIG_VARIABLES } from './environment-variables.js';
import { CONFIG_FLAGS } from './flags.js';
import type { FieldKind } from './fields.js';
import { leaves, pathText } from './key-tree.js';

/** One configuration key as the reference page shows it. */
export interface ReferenceKey {
  /** In the spelling of the file; `*` stands for a name of the user's. */
  readonly key: string;
  readonly kind: FieldKind;
  readonly default: string | undefined;
  readonly description: string;
  readonly secret: boolean;
  /** Flags that set it, with their dashes. */
  readonly flags: readonly string[];
  /** Environment variables that set it. */
  readonly variables: readonly string[];
}

/** Every key of the configuration in the order of the schema: what `docs/configuration.md` is generated from. */
export function configurationReference(): readonly ReferenceKey[] {
  return [...leaves()].map(({ path, facts }) => {
    const programKey = path.join('.');
    return {
      key: pathText(path, 'file'),
      kind: facts.kind,
      default: facts.default,
      description: facts.description,
      secret: facts.secret === true,
      flags: CONFIG_FLAGS.filter(({ keys }) => keys.includes(programKey)).map(({ name }) => `--${name}`),
      variables: CONFIG_VARIABLES.filter(({ key }) => key === programKey).map(({ name }) => name),
    };
  });
}
