/** Where one value came from, for a problem that concerns it. */
export interface Origin {
  readonly source: string;
  readonly line?: number;
}

/** The values of one source (the file, the environment, the flags, a program) in camelCase, not yet validated. */
export interface Layer {
  readonly name: 'file' | 'environment' | 'flag' | 'input';
  readonly values: ConfigValues;
  /** Where the value at a camelCase path was written. */
  readonly originOf: (path: readonly string[]) => Origin;
}

/** A tree of configuration values. */
export type ConfigValues = Readonly<Record<string, unknown>>;

/** True for a plain object: a table of the file, a section of a program's configuration. */
export function isTable(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The value at a path of keys and of indexes of lists; undefined where there is none. */
export function valueAt(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, values);
}

/** A copy with the value at `path` set. */
export function withValue(values: ConfigValues, path: readonly string[], value: unknown): ConfigValues {
  const [key, ...rest] = path;
  if (key === undefined) return values;
  const child = values[key];
  return { ...values, [key]: rest.length === 0 ? value : withValue(isTable(child) ? child : {}, rest, value) };
}

/** A copy without the value at `path`. */
export function withoutValue(values: ConfigValues, path: readonly string[]): ConfigValues {
  const [key, ...rest] = path;
  if (key === undefined || !Object.hasOwn(values, key)) return values;
  const child = values[key];
  if (rest.length > 0) return isTable(child) ? { ...values, [key]: withoutValue(child, rest) } : values;
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));
}

/** Both trees in one; where both say something, `over` counts. */
export function mergeValues(under: ConfigValues, over: ConfigValues): ConfigValues {
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isTable(below) && isTable(value) ? mergeValues(below, value) : value;
  }
  return merged;
}
