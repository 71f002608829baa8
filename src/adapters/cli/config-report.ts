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
  const secrets = configurationReference().flatMap(({ key, secret }) => (secret ? [key] : []));
  return Object.entries(provenance).map(([key, from]) => {
    const members = secrets
      .filter((name) => [`${key}[].`, `${key}.*.`].some((start) => name.startsWith(start)))
      .map((name) => name.slice(name.lastIndexOf('.') + 1));
    return { key, value: shown(valueOf(config, key), { isSecret: secrets.includes(key), members }), from };
  });
}

/** The rows as a table. */
export function configTable(rows: readonly ConfigRow[]): string {
  return textTable(
    ['key', 'value', 'from'],
    rows.map(({ key, value, from }) => [key, value, from]),
  );
}

function shown(value: unknown, hidden: { readonly isSecret: boolean; readonly members: readonly string[] }): string {
  if (value === undefined) return '-';
  if (hidden.isSecret) return '(set)';
  return redactText(JSON.stringify(value, (name, member: unknown) => (hidden.members.includes(name) ? '(set)' : member)));
}

function valueOf(config: unknown, key: string): unknown {
  let value = config;
  for (const part of key.split('.')) {
    const name = part.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
    value = typeof value === 'object' && value !== null ? Object.entries(value).find(([candidate]) => candidate === name)?.[1] : undefined;
  }
  return value;
}
