import { describe, expect, test } from 'vitest';
import { changedPaths } from '../../../src/lib/kubernetes/changed-paths.js';
import { diffObjects } from '../../../src/lib/kubernetes/object-diff.js';
import { redactText } from '../../../src/lib/platform/redact.js';

const configMap = (data: Record<string, string>, metadata = {}): Record<string, unknown> => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', ...metadata },
  data,
});

const secret = (data: Record<string, string>): Record<string, unknown> => ({ ...configMap(data), kind: 'Secret', type: 'Opaque' });

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('diff of two states', () => {
  test('is a unified diff of what a person sets', async () => {
    const before = configMap({ colour: 'green', size: '1' }, { resourceVersion: '1', uid: 'u', generation: 1, managedFields: [{}] });
    const after = configMap({ colour: 'blue', size: '1' }, { resourceVersion: '2', uid: 'u', generation: 2, managedFields: [{}, {}] });
    expect(await diffObjects(before, after)).toBe(
      ['@@ -1,5 +1,5 @@', ' apiVersion: v1', ' data:', '-  colour: green', '+  colour: blue', "   size: '1'", ' kind: ConfigMap'].join(
        '\n',
      ),
    );
  });

  test('is empty where only the server wrote, in whatever order', async () => {
    const before = { ...configMap({ a: '1', b: '2' }, { resourceVersion: '1' }), status: { phase: 'one' } };
    const after = { ...configMap({ b: '2', a: '1' }, { resourceVersion: '2' }), status: { phase: 'two' } };
    expect(await diffObjects(before, after)).toBe('');
    expect(await diffObjects(before, after, { status: true })).toContain('+  phase: two');
  });

  test('of a new and of a removed object shows all of it', async () => {
    expect(await diffObjects(undefined, configMap({ a: '1' }))).toMatch(/^@@ .*\n\+apiVersion: v1\n/);
    expect(await diffObjects(configMap({ a: '1' }), undefined)).toMatch(/^@@ .*\n-apiVersion: v1\n/);
  });

  test('of a Secret shows which values changed, and none of them, also after the masking of texts', async () => {
    const before = secret({ password: base64('canary-old'), user: base64('canary-same'), gone: base64('canary-gone') });
    const after = secret({ password: base64('canary-new'), user: base64('canary-same'), more: base64('canary-more') });
    const diff = redactText(await diffObjects(before, after));
    expect(diff.split('\n').filter((line) => /^[+-]/.test(line))).toEqual([
      "-  gone: '***'",
      "-  password: '*** (before)'",
      "+  more: '***'",
      "+  password: '*** (after)'",
    ]);
    for (const word of ['old', 'new', 'same', 'gone', 'more']) expect(diff).not.toContain(base64(`canary-${word}`));
  });

  test('of a password elsewhere masks all of it', async () => {
    const pod = (value: string): Record<string, unknown> => ({
      kind: 'Pod',
      spec: { containers: [{ env: [{ name: 'DB_PASSWORD', value }] }] },
    });
    const diff = redactText(await diffObjects(pod('canary one two'), pod('canary three four')));
    expect(diff).not.toMatch(/canary|one|two|three|four/);
    expect(diff).toContain('(after)');
  });

  test('is cut where it is long, and given up where it is hopeless', async () => {
    const lines = (word: string, count: number): Record<string, string> =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`key-${String(index)}`, `${word}-${String(index)}-${'x'.repeat(60)}`]),
      );
    const cut = await diffObjects(configMap(lines('a', 200)), configMap(lines('b', 200)));
    expect(cut.length).toBeLessThan(12_200);
    expect(cut).toMatch(/… cut: \d+ more lines of differences$/);
    const hopeless = await diffObjects(configMap(lines('a', 20_000)), configMap(lines('b', 20_000)));
    expect(hopeless).toMatch(/^\(too many differences to show: 20005 lines before/);
  });
});

test('changed paths name where, never what', () => {
  const before = {
    spec: { replicas: 1, containers: [{ image: 'a:1' }], gone: true },
    metadata: { labels: { 'app.kubernetes.io/name': 'x' } },
  };
  const after = { spec: { replicas: 2, containers: [{ image: 'a:2' }, {}] }, metadata: { labels: { 'app.kubernetes.io/name': 'y' } } };
  expect(changedPaths(before, after).sort()).toEqual(
    ['metadata.labels["app.kubernetes.io/name"]', 'spec.containers[0].image', 'spec.containers[1]', 'spec.gone', 'spec.replicas'].sort(),
  );
});
