import { isRecord } from './plain-records.js';

/** Plain data as short indented lines (`key: value`), for outputs without a rendering of their own. */
export function renderPlain(value: unknown): string {
  return lines(value, '').join('\n');
}

function lines(value: unknown, indent: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => bullet(item, indent));
  if (isRecord(value)) {
    return Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .flatMap(([key, member]) =>
        isLeaf(member) ? [`${indent}${key}: ${leaf(member)}`] : [`${indent}${key}:`, ...lines(member, `${indent}  `)],
      );
  }
  return [`${indent}${leaf(value)}`];
}

function bullet(item: unknown, indent: string): string[] {
  const [first, ...rest] = lines(item, `${indent}  `);
  return [`${indent}- ${(first ?? '').trimStart()}`, ...rest];
}

function isLeaf(value: unknown): boolean {
  return typeof value !== 'object' || value === null || (Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0);
}

function leaf(value: unknown): string {
  if (value === undefined) return '-';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
