import { expect, test } from 'vitest';
import { parseWithoutMetadata } from '../../../src/lib/clusters/table-without-metadata.js';

const column = { name: 'Name', type: 'string', format: 'name', description: 'with "rows":[ and {"cells":[ in it', priority: 0 };
const object = (name: string, namespace: string, more: Record<string, unknown> = {}) => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata: {
    name,
    namespace,
    uid: 'u',
    labels: { namespace: 'a-label', x: '],"object":{' },
    managedFields: [{ fieldsV1: { 'f:spec': { 'k:{"name":"web"}': {} } } }],
    ...more,
  },
});
const table = (rows: unknown) => ({
  kind: 'Table',
  apiVersion: 'meta.k8s.io/v1',
  metadata: { resourceVersion: '7', continue: 'c' },
  columnDefinitions: [column],
  rows,
});
const lean = (cells: readonly unknown[], namespace: string) => ({ cells, object: { metadata: { namespace } } });

test('cells and namespaces as a full parse gives them, whatever texts they hold', () => {
  const cells = [
    ['web', 1, null, true],
    ['{"cells":[', '],"object":{"kind":"PartialObjectMetadata"', '\\"'],
    ['ä"', [1, { cells: [] }].length],
  ];
  const rows = cells.map((row, index) => ({ cells: row, object: object(`web-${index}`, `ns-${index}`) }));
  rows.push({
    cells: ['generated'],
    object: { ...object('', ''), metadata: { name: 'a-b', generateName: 'a-', namespace: 'shop' } as never },
  });
  const parsed = parseWithoutMetadata(`${JSON.stringify(table(rows))}\n`);
  expect(parsed).toEqual(table([...cells.map((row, index) => lean(row, `ns-${index}`)), lean(['generated'], 'shop')]));
});

test.each([
  ['no rows', JSON.stringify(table([]))],
  ['rows null', JSON.stringify(table(null))],
  ['rows without objects', JSON.stringify(table([{ cells: ['web'] }]))],
  [
    'another order of keys',
    JSON.stringify(table([{ cells: ['web'], object: { metadata: { labels: { namespace: 'wrong' }, name: 'web', namespace: 'shop' } } }])),
  ],
  ['objects without namespace', JSON.stringify(table([{ cells: ['web'], object: object('web', '', { namespace: undefined }) }]))],
  ['a cut text', JSON.stringify(table([{ cells: ['web'], object: object('web', 'shop') }])).slice(0, -1)],
  ['no JSON', 'hello'],
  ['nothing', ''],
])('%s is left to the full parse', (_, text) => {
  expect(parseWithoutMetadata(text)).toBeUndefined();
});
