import { describe, expect, it } from 'vitest';
import { isSecretKey, redact, redactText } from '../../../src/lib/platform/redact.js';

describe('ordinary objects come through whole', () => {
  it('a pod', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'token-service-6c9d8f7b5-x2x4z',
        namespace: 'secrets-team',
        uid: '3f1c2a7e-8b1d-4c55-9c3b-2f7a1b8e9d10',
        resourceVersion: '123456',
        annotations: { 'checksum/config': '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
        labels: { 'pod-template-hash': '6c9d8f7b5' },
      },
      spec: {
        automountServiceAccountToken: true,
        imagePullSecrets: [{ name: 'regcred' }],
        tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' }],
        affinity: {
          podAntiAffinity: [
            {
              topologyKey: 'kubernetes.io/hostname',
              labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] },
            },
          ],
        },
        containers: [
          {
            image: 'registry.example.com/token-service@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
            args: ['--token-file', '/var/run/token', '--authorization-mode=RBAC', '--tls-private-key-file=/etc/tls/tls.key'],
            env: [
              { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'db', key: 'password' } } },
              { name: 'TOKEN_PATH', value: '/var/run/token' },
            ],
          },
        ],
        volumes: [
          {
            name: 'token',
            projected: {
              sources: [
                { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
                { secret: { name: 'x', items: [{ key: 'tls.key', path: 'tls.key' }] } },
              ],
            },
          },
          { name: 's', secret: { secretName: 'db-credentials', defaultMode: 420 } },
        ],
      },
    };
    expect(redact(pod)).toBe(pod);
  });

  it('a ConfigMap, an RBAC role, an ingress and a table', () => {
    const values = [
      { kind: 'ConfigMap', metadata: { name: 'c' }, data: { 'color': 'blue', 'log.level': 'info' } },
      { kind: 'Role', rules: [{ resources: ['secrets', 'serviceaccounts/token'], verbs: ['get'] }] },
      { kind: 'Ingress', spec: { tls: [{ hosts: ['a.example.com'], secretName: 'a-tls' }] } },
      { columns: ['NAME', 'TYPE', 'DATA', 'AGE'], rows: [['default-token-abcde', 'kubernetes.io/service-account-token', '3', '47d']] },
      { continue: 'eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MTIzNDUsInN0YXJ0IjoicG9kLTEyMyJ9', nextPageToken: 'abc', remaining: 4 },
      { usage: { tokens: 4096, maxTokens: 8192 }, existingSecret: 'db-credentials' },
    ];
    for (const value of values) expect(redact(value)).toBe(value);
  });
});

describe('ordinary lines come through whole', () => {
  it.each([
    ['2024-05-01T12:00:00Z INFO reconcile controller=deployment name=web-1 duration=12ms'],
    ['Pulled image "nginx@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"'],
    ['Error: secret "db" not found'],
    ['secrets "db" is forbidden: User "bob" cannot get resource "secrets" in API group "" in the namespace "shop"'],
    ['failed to read token: permission denied'],
    ['the token: expired'],
    ['unable to load key: no such file or directory'],
    ['MountVolume.SetUp failed for volume "kube-api-access": failed to sync secret cache: timed out'],
    ['Basic authentication is off, bearer token missing, Bearer realm="registry"'],
    ['secretName: web-tls'],
    ['  secret:\n    secretName: web-tls\n    optional: true'],
    ['key: node.kubernetes.io/unreachable'],
    ['imagePullSecrets:\n- name: regcred'],
    ["PASSWORD:  <set to the key 'password' in secret 'db'>  Optional: false"],
    ['password: ${DB_PASSWORD}'],
    ['--password=$(DB_PASSWORD)'],
    ['Mounts: /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-abcde (ro)'],
    ['automountServiceAccountToken: true'],
    ['token=[redacted] password: ***'],
    ['GET https://10.0.0.1:6443/api/v1/namespaces/default/secrets?limit=500 200'],
    ['mail to ops@example.com, see https://example.com/@team'],
    ['image: registry.example.com/token-cache:v1.2.3'],
    ['max_tokens=4096 tokens=12'],
    ['max_tokens: 4096'],
    ['-----BEGIN of the report-----'],
    ['MULTI-LINE: |\n  text'],
  ])('%s', (line) => {
    expect(redactText(line)).toBe(line);
  });
});

describe('isSecretKey', () => {
  it.each([
    ['token', true],
    ['accessToken', true],
    ['X-Auth-Token', true],
    ['RANCHER_TOKEN', true],
    ['--github-token', true],
    ['password2', true],
    ['DB_PASS', true],
    ['clientSecret', true],
    ['client-key-data', true],
    ['client-certificate-data', true],
    ['authorization', true],
    ['api_key', true],
    ['APIKey', true],
    ['aws_secret_access_key', true],
    ['.dockerconfigjson', true],
    ['tls.key', true],
    ['ssh-privatekey', true],
    ['key', false],
    ['secretName', false],
    ['secretKeyRef', false],
    ['tokenExpirationSeconds', false],
    ['token_file', false],
    ['topologyKey', false],
    ['continue', false],
    ['continueToken', false],
    ['nextPageToken', false],
    ['imagePullSecrets', false],
    ['imagePullSecret', false],
    ['existingSecret', false],
    ['keyboard', false],
    ['tokenizer', false],
    ['monkey', false],
    ['', false],
  ])('%s: %s', (name, secret) => {
    expect(isSecretKey(name)).toBe(secret);
  });
});
