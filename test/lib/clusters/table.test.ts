import { expect, test } from 'vitest';
import { builtInKinds, matchKind } from '../../../src/lib/clusters/kind-names.js';
import { parseTable } from '../../../src/lib/clusters/table.js';

const pod = matchKind(builtInKinds('v1'), 'Pod')!;
const options = { showNamespace: false, fromCache: false };
const column = (name: string, priority = 0) => ({ name, type: 'string', format: '', description: '', priority });

test('the columns of kubectl get, in lower case, without those of wide output', () => {
  const table = {
    kind: 'Table',
    metadata: { resourceVersion: '7', continue: 'next', remainingItemCount: 3 },
    columnDefinitions: [column('Name'), column('IP', 1), column('Last Seen')],
    rows: [{ cells: ['web', '10.0.0.1', 5] }, { cells: ['api', '10.0.0.2', null] }, { cells: ['odd', '', { a: 1 }] }, { cells: [] }],
  };
  expect(parseTable(table, pod, options)).toEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    namespaced: true,
    columns: ['name', 'last seen'],
    rows: [
      ['web', 5],
      ['api', null],
      ['odd', '{"a":1}'],
      [null, null],
    ],
    continue: 'next',
    remaining: 3,
    resourceVersion: '7',
    fromCache: false,
  });
});

test('rows from the watch cache, which has no order, are sorted by namespace and name', () => {
  const names = [{ ...column('Name', 1), format: 'name' }, column('Age')];
  const row = (namespace: string, name: string) => ({ cells: [name, name.length], object: { metadata: { namespace } } });
  const table = { kind: 'Table', columnDefinitions: names, rows: [row('b', 'x'), row('a', 'zzz'), row('a', 'yy')] };
  const rowsOf = (fromCache: boolean) => parseTable(table, pod, { showNamespace: true, fromCache })?.rows.map((cells) => cells.join(' '));
  expect(rowsOf(true)).toEqual(['a 2', 'a 3', 'b 1']);
  expect(rowsOf(false)).toEqual(['b 1', 'a 3', 'a 2']);
});

test('an empty table has rows null; that is no rows', () => {
  expect(parseTable({ kind: 'Table', columnDefinitions: [column('Name')], rows: null }, pod, options)?.rows).toEqual([]);
});

test('rows from several namespaces say theirs', () => {
  const table = {
    kind: 'Table',
    columnDefinitions: [column('Name')],
    rows: [{ cells: ['x'] }, { cells: ['web'], object: { metadata: { namespace: 'shop' } } }],
  };
  const parsed = parseTable(table, pod, { showNamespace: true, fromCache: true });
  expect(parsed).toMatchObject({
    columns: ['namespace', 'name'],
    rows: [
      ['', 'x'],
      ['shop', 'web'],
    ],
    fromCache: true,
  });
  expect(parsed).not.toHaveProperty('continue');
});

test('a server that prints no tables: name and age out of the objects', () => {
  const created = new Date(Date.now() - 3 * 86_400_000).toISOString();
  const list = {
    kind: 'PodMetricsList',
    metadata: {},
    items: [{ metadata: { name: 'web', namespace: 'shop', creationTimestamp: created } }, { metadata: { name: 'new' } }],
  };
  expect(parseTable(list, pod, { showNamespace: true, fromCache: false })).toMatchObject({
    columns: ['namespace', 'name', 'age'],
    rows: [
      ['shop', 'web', '3d'],
      ['', 'new', '<unknown>'],
    ],
  });
});

test.each([[null], ['text'], [[]], [{ kind: 'Pod' }]])('%j is neither', (body) => {
  expect(parseTable(body, pod, options)).toBeUndefined();
});

test.each(['Pod', 'pod', 'PODS', 'pods', 'po'])('%s is a Pod', (name) => {
  expect(matchKind(builtInKinds('v1'), name)?.kind).toBe('Pod');
});

test('kinds are matched in their own version only', () => {
  expect(matchKind(builtInKinds('apps/v1'), 'Pod')).toBeUndefined();
  expect(builtInKinds('constructor')).toEqual([]);
});
