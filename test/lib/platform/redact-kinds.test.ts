import { describe, expect, it } from 'vitest';
import { redact, redactText } from '../../../src/lib/platform/redact.js';

const VALUE = 'Y2FuYXJ5LXZhbHVl';

function secret(extra: Record<string, unknown> = {}): Record<string, unknown> {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, type: 'Opaque', data: { user: VALUE, other: VALUE }, ...extra };
}

describe('Secret objects', () => {
  it('keep their keys and lose their values', () => {
    expect(redact(secret({ stringData: { plain: VALUE } }))).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db' },
      type: 'Opaque',
      data: { user: '***', other: '***' },
      stringData: { plain: '***' },
    });
  });

  it('are found in lists, in watch events and without their kind', () => {
    const { kind: _kind, apiVersion: _version, ...item } = secret();
    for (const value of [
      { kind: 'List', items: [secret()] },
      { kind: 'SecretList', items: [item, { metadata: { name: 'x' }, data: { a: VALUE } }] },
      { type: 'ADDED', object: secret() },
      [[item]],
    ]) {
      expect(JSON.stringify(redact(value))).not.toContain(VALUE);
    }
  });

  it('lose the copies that tools keep in their annotations', () => {
    const copy = JSON.stringify(secret());
    for (const annotation of [copy, copy.slice(0, -10), `{user: ${VALUE}`]) {
      const masked = redact(
        secret({
          metadata: { name: 'db', annotations: { 'kubectl.kubernetes.io/last-applied-configuration': annotation, 'note': 'kept' } },
        }),
      );
      expect(JSON.stringify(masked)).not.toContain(VALUE);
      expect(JSON.stringify(masked)).toContain('kept');
    }
  });

  it('are masked when written as YAML, among other kinds', () => {
    const yaml = [
      'apiVersion: v1',
      'data:',
      `  user: ${VALUE}`,
      '  multi: |',
      `    ${VALUE}`,
      `    ${VALUE}`,
      'kind: Secret',
      'metadata:',
      '  name: db',
      '---',
      'kind: ConfigMap',
      'data:',
      '  color: blue',
      '---',
      'kind: List',
      'items:',
      '- apiVersion: v1',
      '  kind: ConfigMap',
      '  data:',
      '    shape: round',
      '- apiVersion: v1',
      '  data:',
      `    user: ${VALUE}`,
      '  kind: Secret',
      '- kind: Secret',
      `  stringData: {a: ${VALUE}, b: ${VALUE}}`,
    ].join('\n');
    const masked = redactText(yaml);
    expect(masked).not.toContain(VALUE);
    expect(masked).toContain('user: "***"');
    expect(masked).toContain('color: blue');
    expect(masked).toContain('shape: round');
    expect(masked).toContain('name: db');
  });

  it('are masked in documents pasted together without a separator', () => {
    expect(redactText(`kind: ConfigMap\ndata:\n  a: b\nkind: Secret\ndata:\n  user: ${VALUE}\nkind: Pod\n`)).not.toContain(VALUE);
  });

  it.each([
    ['alone, compact', JSON.stringify(secret())],
    ['alone, indented', JSON.stringify(secret(), null, 2)],
    ['inside a log line', `applied ${JSON.stringify(secret())} in 3 ms`],
    ['escaped inside a log line', `msg=${JSON.stringify(JSON.stringify(secret()))}`],
    ['cut off', `object ${JSON.stringify(secret()).slice(0, -12)}`],
    ['with braces in the values', `x ${JSON.stringify(secret({ stringData: { config: `{"a":"${VALUE}"}`, b: VALUE } }))} y`],
  ])('are masked when written as JSON: %s', (_name, text) => {
    expect(redactText(text)).not.toContain(VALUE);
    expect(redactText(redactText(text))).toBe(redactText(text));
  });
});

describe('kubeconfigs', () => {
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server: 'https://10.0.0.1:6443' } }],
    users: [
      {
        name: 'admin',
        user: {
          'token': VALUE,
          'password': VALUE,
          'username': 'bob',
          'client-certificate-data': VALUE,
          'client-key-data': VALUE,
          'client-key': '/home/bob/key.pem',
          'unheardOf': VALUE,
          'exec': {
            command: 'aws',
            args: ['eks', 'get-token', '--cluster-name', 'c'],
            env: [
              { name: 'AWS_PROFILE', value: 'prod' },
              { name: 'API_TOKEN', value: VALUE },
            ],
          },
          'auth-provider': { name: 'oidc', config: { 'id-token': VALUE, 'refresh-token': VALUE, 'client-id': 'kubernetes' } },
        },
      },
    ],
  };

  it('lose every credential and keep what tells how one logs in', () => {
    const masked = redact(kubeconfig);
    const text = JSON.stringify(masked);
    expect(text).not.toContain(VALUE);
    for (const kept of ['bob', '/home/bob/key.pem', 'get-token', 'prod', 'kubernetes', 'https://10.0.0.1:6443'])
      expect(text).toContain(kept);
  });

  it('also as text', () => {
    expect(redactText(JSON.stringify(kubeconfig))).not.toContain(VALUE);
    expect(redactText(`users:\n- name: a\n  user:\n    token: ${VALUE}\n    client-key-data: ${VALUE}\n`)).not.toContain(VALUE);
  });
});

describe('what comes back', () => {
  it('is the same reference when nothing was masked, and nothing is changed in place', () => {
    const clean = { pods: [{ name: 'web', ready: true, restarts: 0, when: new Date(0) }], continue: 'eyJ2IjoibWV0YS5rOHMuaW8vdjEi' };
    expect(redact(clean)).toBe(clean);
    const dirty = { clean, token: VALUE };
    const masked = redact(dirty);
    expect(dirty.token).toBe(VALUE);
    expect(masked.clean).toBe(clean);
    expect(masked.token).toBe('[redacted]');
  });

  it('ends for values that contain themselves', () => {
    const loop: Record<string, unknown> = { token: VALUE };
    loop['self'] = loop;
    expect(JSON.stringify(redact(loop))).not.toContain(VALUE);
  });

  it.each([[null], [undefined], [0], [''], [true], [[]], [{}]])('leaves %j alone', (value) => {
    expect(redact(value)).toBe(value);
  });
});
