import { expect, test } from 'vitest';
import { parseWithoutMetadata } from '../../../src/lib/clusters/table-without-metadata.js';

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
const rowsText = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).join(',');
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
  const parsed = parseWithoutMetadata(rowsText(rows));
  expect(parsed).toEqual([...cells.map((row, index) => lean(row, `ns-${index}`)), lean(['generated'], 'shop')]);
});

test.each([
  ['nothing', ''],
  ['rows without objects', rowsText([{ cells: ['web'] }])],
  [
    'another order of keys',
    rowsText([{ cells: ['web'], object: { metadata: { labels: { namespace: 'wrong' }, name: 'web', namespace: 'shop' } } }]),
  ],
  ['objects without namespace', rowsText([{ cells: ['web'], object: object('web', '', { namespace: undefined }) }])],
  ['a cut text', rowsText([{ cells: ['web'], object: object('web', 'shop') }]).slice(0, 40)],
  ['no JSON', 'hello'],
])('%s is left to the full parse', (_, text) => {
  expect(parseWithoutMetadata(text)).toBeUndefined();
});
