import { expect, test } from 'vitest';
import { builtInKinds, matchKind } from '../../../src/lib/clusters/kind-names.js';
import { parseTable, readTable } from '../../../src/lib/clusters/table.js';

const pod = matchKind(builtInKinds('v1'), 'Pod')!;

/** As large as real answers: several pieces, names that would look like rows if quotes were not escaped. */
const table = (count: number) => ({
  kind: 'Table',
  apiVersion: 'meta.k8s.io/v1',
  metadata: { resourceVersion: '7' },
  columnDefinitions: [
    { name: 'Name', type: 'string', format: 'name', description: 'with "rows":[ and ,{"cells":[ in it', priority: 0 },
    { name: 'Node', type: 'string', format: '', description: '', priority: 1 },
    { name: 'Note', type: 'string', format: '', description: '', priority: 0 },
  ],
  rows: Array.from({ length: count }, (_, index) => ({
    cells: [`pod-${String((index * 7919) % count)}`, `node-${String(index % 9)}`, `},{"cells":["ä`.repeat(index % 20)],
    object: {
      kind: 'PartialObjectMetadata',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { name: `pod-${String(index)}`, namespace: `ns-${String(index % 3)}`, labels: { app: `a${String(index % 2)}` } },
    },
  })),
});

function* chunks(text: string, size: number): Iterable<string> {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size);
}

const label = { title: 'label:app', valueOf: ({ labels }: Readonly<Record<string, unknown>>) => (labels as { app: string }).app };

test.each([
  ['one text', 3_000, Number.POSITIVE_INFINITY],
  ['many chunks', 3_000, 16_384],
  ['odd chunks', 2_000, 997],
  ['no rows', 0, 50],
])('%s gives the table that parsing it as a whole gives', async (_, count, size) => {
  const text = `${JSON.stringify(table(count))}\n`;
  for (const choice of [
    { showNamespace: true, fromCache: true },
    { showNamespace: true, fromCache: false, wide: true, metadataColumns: [label] },
    { showNamespace: false, fromCache: true },
  ]) {
    const expected = parseTable(JSON.parse(text), pod, choice);
    expect(await readTable(chunks(text, Math.min(size, text.length)), pod, choice)).toEqual(expected);
    expect(expected?.rows).toHaveLength(count);
  }
});

test('others have their turn between two pieces', async () => {
  const text = JSON.stringify(table(20_000));
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 0);
  const read = await readTable([text], pod, { showNamespace: true, fromCache: true });
  clearInterval(timer);
  expect(read?.rows).toHaveLength(20_000);
  expect(turns).toBeGreaterThan(10);
});

test.each([
  ['rows cut off', JSON.stringify(table(500)).slice(0, -300)],
  [
    'a cell that holds what looks like rows',
    JSON.stringify({ ...table(1), rows: [{ cells: [[{ a: 1 }, { cells: ['x'] }]] }] }).replace(/$/, '}'),
  ],
  ['no JSON', '<html>'],
])('%s is not read at all', async (_, text) => {
  expect(await readTable([text], pod, { showNamespace: false, fromCache: false })).toBeUndefined();
});

test('a plain list and an empty table are read too', async () => {
  const list = JSON.stringify({ kind: 'PodList', metadata: {}, items: [{ metadata: { name: 'web', namespace: 'shop' } }] });
  expect((await readTable([list], pod, { showNamespace: true, fromCache: false }))?.rows).toEqual([['shop', 'web', '<unknown>']]);
  const empty = JSON.stringify({ ...table(0), rows: null });
  expect((await readTable([empty], pod, { showNamespace: false, fromCache: false }))?.rows).toEqual([]);
});
