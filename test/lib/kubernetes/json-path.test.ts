import { expect, test } from 'vitest';
import { compileJsonPath } from '../../../src/lib/kubernetes/json-path.js';
import { failureOf } from '../../support/failure.js';

const pod = {
  metadata: { name: 'web', labels: { 'app.kubernetes.io/name': 'shop', 'plain': 'yes', 'a-b': 'dash' } },
  spec: {
    nodeName: 'node-1',
    containers: [
      { name: 'main', image: 'a:1' },
      { name: 'side', image: 'b:2' },
    ],
  },
  status: {
    conditions: [
      { type: 'Ready', status: 'True' },
      { type: 'Initialized', status: 'False' },
    ],
  },
};

test.each([
  ['$.spec.nodeName', ['node-1']],
  ['.spec.nodeName', ['node-1']],
  ['{.spec.nodeName}', ['node-1']],
  ['spec.nodeName', ['node-1']],
  ['{ .spec.containers[*].image }', ['a:1', 'b:2']],
  ['.spec.containers[-1:].name', ['side']],
  ['.spec.containers[0].name', ['main']],
  ['.metadata.labels.app\\.kubernetes\\.io/name', ['shop']],
  ["$.metadata.labels['app.kubernetes.io/name']", ['shop']],
  ['.metadata.labels.a-b', ['dash']],
  ['.status.conditions[?(@.type=="Ready")].status', ['True']],
  ["$.status.conditions[?@.type=='Initialized'].status", ['False']],
  ['..image', ['a:1', 'b:2']],
  ['$', [pod]],
  ['.no.such', []],
])('%s finds %j', async (path, expected) => {
  expect((await compileJsonPath(path, 'path'))(pod)).toEqual(expected);
});

test.each([
  ['.spec[', 'path'],
  ['.spec.containers[?(@.name=~/x/)]', 'path'],
  ['$.a[?match(@.b, "(a+)+$")]', 'match'],
  ['$.a[?search(@.b, "(a+)+$")]', 'search'],
  ['$..a..b', 'descends'],
  ['$.a[?@..b]', 'descends'],
  ['$[?$.a[*]]', 'begins again'],
  [`$${"['a','b']".repeat(20)}`, 'alternatives'],
  ['$[*,*][*,*]', 'wildcard'],
  [`$.${'a'.repeat(600)}`, 'longer than 500'],
])('%s is refused with the reason', async (path, reason) => {
  const error = await failureOf(compileJsonPath(path, 'path').then((find) => find(pod)));
  expect(error.code).toBe('INPUT_INVALID');
  expect(error.message).toContain(reason);
});

test('the longest path that is taken stays quick on a large object', async () => {
  const large = { items: Array.from({ length: 3_000 }, (_, index) => ({ a: { b: [{ c: index }] }, d: 'x'.repeat(20) })) };
  for (const path of ['$..*', '$..[?@.a.b[?@.c > 5]]', "$['items','items']['length',0]..c", '$.*.*.*.*.*']) {
    const find = await compileJsonPath(path, 'path');
    const startedAt = performance.now();
    find(large);
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  }
});
