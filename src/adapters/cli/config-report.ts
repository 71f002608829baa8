import { configurationReference, redactText, textTable, type LoadedConfig } from '../../index.js';

/** One key of the configuration: what it is set to and what set it. */
export interface ConfigRow {
  readonly key: string;
  /** As JSON; `(set)` for a secret. */
  readonly value: string;
  readonly from: string;
}

/** Every key with its value and origin. Values of secret keys are never shown. */
export function configRows({ config, provenance }: LoadedConfig): readonly ConfigRow[] {
  const secret = new Set(configurationReference().flatMap(({ key, secret: isSecret }) => (isSecret ? [key] : [])));
  return Object.entries(provenance).map(([key, from]) => ({ key, value: shown(valueOf(config, key), secret.has(key)), from }));
}

/** The rows as a table. */
export function configTable(rows: readonly ConfigRow[]): string {
  return textTable(
    ['key', 'value', 'from'],
    rows.map(({ key, value, from }) => [key, value, from]),
  );
}

function shown(value: unknown, isSecret: boolean): string {
  if (value === undefined) return '-';
  return isSecret ? '(set)' : redactText(JSON.stringify(value));
}

function valueOf(config: unknown, key: string): unknown {
  let value = config;
  for (const part of key.split('.')) {
    const name = part.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
    value = typeof value === 'object' && value !== null ? Object.entries(value).find(([candidate]) => candidate === name)?.[1] : undefined;
  }
  return value;
}
