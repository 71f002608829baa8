import { describe, expect, test } from 'vitest';
import { parseManifests } from '../../../src/lib/kubernetes/parse-manifests.js';
import { failureOf } from '../../support/failure.js';

const configMap = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

describe('manifests that can be used', () => {
  test('documents keep their order, number and line; empty ones and comments do not count', async () => {
    const text = `# first\n---\n${configMap('a')}---\n# nothing\n---   # third\n${configMap('b')}...\n`;
    const manifests = await parseManifests(text);
    expect(manifests.map(({ document, line, name }) => [document, line, name])).toEqual([
      [1, 3, 'a'],
      [2, 10, 'b'],
    ]);
  });

  test('lists are taken apart, typed ones too', async () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } }] };
    const typed = { apiVersion: 'v1', kind: 'ConfigMapList', items: [{ metadata: { name: 'c', namespace: 'shop' } }] };
    const manifests = await parseManifests(`${JSON.stringify(list)}\n---\n${JSON.stringify(typed, null, '\t')}`);
    expect(manifests.map(({ document, kind, name, namespace }) => [document, kind, name, namespace])).toEqual([
      [1, 'Pod', 'p', undefined],
      [2, 'ConfigMap', 'c', 'shop'],
    ]);
  });

  test('a custom kind that is called List and has a name is one object', async () => {
    const manifests = await parseManifests('apiVersion: example.com/v1\nkind: AllowList\nmetadata: {name: x}\nitems: [1]\n');
    expect(manifests.map(({ kind }) => kind)).toEqual(['AllowList']);
  });

  test.each([
    ['0644', 420],
    ['0o644', 420],
    ['-012', -10],
    ['08', '08'],
    ['1_000', 1000],
    ['1.5', 1.5],
    ['1e3', 1000],
    ['1e', '1e'],
    ['yes', 'yes'],
    ['2026-01-02', '2026-01-02'],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z'],
    ['true', true],
    ['~', null],
    ['"0644"', '0644'],
    ['12:30', '12:30'],
    ['.inf', '.inf'],
  ])('the scalar %s means %j', async (text, value) => {
    const [manifest] = await parseManifests(`${configMap('a')}value: ${text}\n`);
    expect(manifest?.object['value']).toBe(value);
  });

  test('anchors, aliases and merge keys are written out', async () => {
    const [manifest] = await parseManifests(`${configMap('a')}base: &base {x: 1}\nderived: {<<: *base, y: 2}\n`);
    expect(manifest?.object).toMatchObject({ derived: { x: 1, y: 2 } });
  });
});

describe('manifests that cannot be used', () => {
  test.each([
    ['', 1, 'no object'],
    ['---\n# only this\n', 1, 'no object'],
    ['a: [1\n', 2, 'flow collection'],
    ['\n\na: 1\na: 2\n', 4, 'duplicated mapping key'],
    ['{"a": 1,\n"a": 2}', 2, 'duplicated mapping key'],
    [`${configMap('a')}run: !!js/function "x"\n`, 5, 'unknown tag'],
    [`${configMap('a')}when: !!timestamp 2026-01-01\n`, 5, 'unknown tag'],
    ['just text', 1, 'a single value'],
    ['- 1\n', 1, 'a list'],
    ['kind: Pod\nmetadata: {name: x}\n', 1, 'no apiVersion'],
    ['apiVersion: v1\nmetadata: {name: x}\n', 1, 'no kind'],
    ['apiVersion: v1\nkind: Pod\n', 1, 'no metadata'],
    ['apiVersion: v1\nkind: Pod\nmetadata: {}\n', 1, 'no metadata.name'],
    ['apiVersion: v1\nkind: Pod\nmetadata: {generateName: x-}\n', 1, 'generateName'],
    ['apiVersion: v1\nkind: Pod\nmetadata: {name: x, namespace: 5}\n', 1, 'not a text'],
    [`${configMap('a')}value: 9007199254740993\n`, 1, 'too large'],
    [`${configMap('a')}loop: &loop [*loop]\n`, 1, 'deeper'],
  ])('%j: line %i, %s', async (text, line, why) => {
    const error = await failureOf(parseManifests(text));
    expect(error).toMatchObject({ code: 'INPUT_INVALID', details: { problems: [{ line }] } });
    expect(error.message).toContain(why);
    expect(error.message).toContain('Nothing was done');
  });

  test('all problems are told together, each with its document and line', async () => {
    const text = `${configMap('a')}---\nkind: Pod\n---\n${configMap('a')}---\nb: [\n`;
    const { details } = await failureOf(parseManifests(text));
    expect(details?.['problems']).toEqual([
      { document: 2, line: 6, message: 'it has no apiVersion' },
      { line: expect.any(Number) as number, message: expect.stringContaining('flow') as string },
      { document: 3, line: 8, message: 'it is the same object as document 1' },
    ]);
  });

  test('aliases that multiply end early', async () => {
    const rows = ['a: &a [x,x,x,x,x,x,x,x,x]', ...'b c d e f g h'.split(' ').map((name, index) => `${name}: &${name} [${alias(index)}]`)];
    const startedAt = performance.now();
    expect((await failureOf(parseManifests(rows.join('\n')))).message).toContain('more than 200000 values');
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test('too many objects and too long texts are refused', async () => {
    const many = Array.from({ length: 201 }, (_, index) => configMap(`c${String(index)}`)).join('---\n');
    expect((await failureOf(parseManifests(many))).message).toContain('more than 200 objects');
    expect((await failureOf(parseManifests('#'.repeat(2_000_001)))).message).toContain('longer than');
  });

  test('a syntax error does not quote the text, which may be a secret', async () => {
    const error = await failureOf(parseManifests('stringData:\n  word: canary-81f2\n bad: [canary-81f2\n'));
    expect(JSON.stringify(error) + String(error.cause)).not.toContain('canary');
  });
});

function alias(index: number): string {
  return Array.from({ length: 9 }, () => `*${String.fromCharCode(97 + index)}`).join(',');
}
