import { nearest } from '../platform/nearest.js';
import { pathText } from './key-tree.js';
import { isTable, valueAt, type Layer } from './layer.js';
import type { ConfigProblem } from './problems.js';

/** What is wrong with `[auth]` between its keys. Looks at values that may be anything: the schema says what is wrong with each. */
export function authProblems(layer: Layer): ConfigProblem[] {
  const found = [...tokenProblems(layer), ...jwtProblems(layer)];
  return found.map(({ path, message, suggestion }) => ({
    key: pathText(path, layer.name === 'input' ? 'program' : 'file'),
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
    ...layer.originOf(path),
  }));
}

interface Found {
  readonly path: readonly string[];
  readonly message: string;
  readonly suggestion?: string | undefined;
}

function tokenProblems({ values }: Layer): Found[] {
  const tokens = listAt(values, ['auth', 'tokens']);
  const hashes = tokens.map((token) => textOf(valueAt(token, ['sha256'])).toLowerCase());
  const names = roleNames(values);
  return tokens.flatMap((token, index): Found[] => {
    const path = ['auth', 'tokens', String(index)];
    const roles = listAt(token, ['roles']);
    const first = hashes.indexOf(hashes[index] ?? '');
    const isEmpty = Array.isArray(valueAt(token, ['roles'])) && roles.length === 0;
    return [
      ...(hashes[index] !== '' && first < index
        ? [{ path: [...path, 'sha256'], message: `is the token of auth.tokens[${first}] again` }]
        : []),
      ...(isEmpty
        ? [{ path: [...path, 'roles'], message: 'names no role', suggestion: 'Leave it out to allow all that the fleet allows.' }]
        : []),
      ...roles.flatMap((role, place) =>
        typeof role === 'string' && !names.includes(role) ? [unknownRole([...path, 'roles', String(place)], role, names)] : [],
      ),
    ];
  });
}

function unknownRole(path: readonly string[], role: string, names: readonly string[]): Found {
  const meant = nearest(role, names);
  const known = names.length === 0 ? 'There is no [auth.roles.NAME].' : `Roles: ${names.join(', ')}.`;
  return {
    path,
    message: `names a role that is not there: ${JSON.stringify(role.slice(0, 80))}`,
    suggestion: meant === undefined ? known : `Did you mean ${JSON.stringify(meant)}?`,
  };
}

function jwtProblems({ values }: Layer): Found[] {
  if (!isTable(valueAt(values, ['auth', 'jwt'])) || roleNames(values).length > 0) return [];
  return [
    {
      path: ['auth', 'jwt'],
      message: 'needs roles: without them no JWT would be let in',
      suggestion: 'Add an [auth.roles.NAME] for each role that tokens claim.',
    },
  ];
}

function roleNames(values: unknown): readonly string[] {
  const roles = valueAt(values, ['auth', 'roles']);
  return isTable(roles) ? Object.keys(roles) : [];
}

function listAt(values: unknown, path: readonly string[]): readonly unknown[] {
  const list = valueAt(values, path);
  return Array.isArray(list) ? list : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
