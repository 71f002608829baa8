import type { z } from 'zod';
import { nearest } from '../platform/nearest.js';
import { accessProblems } from './access-problems.js';
import { authProblems } from './auth-problems.js';
import { confirmationProblems } from './confirmation-problems.js';
import { nodeAt, pathText } from './key-tree.js';
import { valueAt, type Layer } from './layer.js';
import type { ConfigProblem } from './problems.js';
import { rancherProblems } from './rancher-problems.js';
import { fleetConfigSchema } from './schema.js';

/** Everything that is wrong with the values of one source, judged on its own. */
export function validateLayer(layer: Layer): ConfigProblem[] {
  const outcome = fleetConfigSchema.safeParse(layer.values);
  return [
    ...bareDurations(layer),
    ...(outcome.success ? [] : outcome.error.issues.map((issue) => toProblem(issue, layer))),
    ...authProblems(layer),
    ...confirmationProblems(layer),
    ...accessProblems(layer),
    ...rancherProblems(layer),
  ];
}

function toProblem(issue: z.core.$ZodIssue, layer: Layer): ConfigProblem {
  const path = issue.path.map(String);
  const value = valueAt(layer.values, path);
  const suggestion = suggestionFor(issue, value, path);
  return {
    key: pathText(path, layer.name === 'input' ? 'program' : 'file'),
    message: messageOf(issue, value),
    ...(suggestion === undefined ? {} : { suggestion }),
    ...layer.originOf(path),
  };
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a table',
  record: 'a table',
};

function messageOf(issue: z.core.$ZodIssue, value: unknown): string {
  const isOwnMessage = !issue.message.startsWith('Invalid ');
  if (issue.code === 'invalid_value') {
    const choices = `one of ${issue.values.map((allowed) => JSON.stringify(allowed)).join(', ')}`;
    return value === undefined ? `is missing: ${choices}` : `must be ${choices}`;
  }
  if (value === undefined && issue.code !== 'custom') return 'is missing';
  if (issue.code === 'invalid_type' && !isOwnMessage)
    return `must be ${EXPECTED[issue.expected] ?? issue.expected}, not ${typeName(value)}`;
  return isOwnMessage ? issue.message : 'cannot be used';
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return 'a date';
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'object' ? 'a table' : `a ${typeof value}`;
}

function suggestionFor(issue: z.core.$ZodIssue, value: unknown, path: readonly string[]): string | undefined {
  if (issue.code === 'invalid_value' && typeof value === 'string') {
    const meant = nearest(value, issue.values.map(String));
    return meant === undefined ? undefined : `Did you mean ${JSON.stringify(meant)}?`;
  }
  if (issue.code !== 'invalid_type') return undefined;
  if (typeof value === 'string' && (issue.expected === 'boolean' || issue.expected === 'number')) return 'Write it without quotes.';
  if (issue.expected === 'array' && typeof value === 'string') return 'Write it in brackets: ["…"].';
  if (issue.expected === 'array' && nodeAt(path)?.type === 'rows') return `Write [[${pathText(path, 'file')}]] above each of them.`;
  return issue.expected === 'string' && typeof value === 'number' && nodeAt(path) !== undefined ? 'Write it in quotes.' : undefined;
}

/** In a file `refresh_interval = 30` may mean seconds or minutes; only programs pass plain numbers (milliseconds). */
function bareDurations(layer: Layer): ConfigProblem[] {
  if (layer.name !== 'file') return [];
  return durationPaths(layer.values).map((path) => ({
    key: pathText(path, 'file'),
    message: 'must be a duration such as "30s", "5m" or "1h30m", not a number without unit',
    ...layer.originOf(path),
  }));
}

function durationPaths(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const node = nodeAt(path);
  if (node?.type === 'leaf') return node.facts.kind === 'duration' && typeof value === 'number' ? [path] : [];
  if (node === undefined || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => durationPaths(child, [...path, key]));
}
