import { describe, expect, it } from 'vitest';
import { redact, redactText } from '../../../src/lib/platform/redact.js';

/** Each looks like what a person or a tool would choose; none may come through in any of the shapes below. */
const CANARIES = [
  'hunter2-CANARY9',
  'Zm9vYmFyYmF6cXV4',
  'correcthorsebatterystaple1',
  'p@ss/w0rd+x!',
  'a1b2c3d4e5f60718293a4b5c6d7e8f90',
  'S3cr3t=with=equals',
  'a1,b2;c3&d4(e5)f6]g7',
];

const KEYS = [
  'token',
  'password',
  'secret',
  'client-key-data',
  'api_key',
  'apiKey',
  'RANCHER_TOKEN',
  'dbPassword',
  'aws_secret_access_key',
  'private_key',
  'refreshToken',
];

const TEXT_SHAPES: readonly ((key: string, value: string) => string)[] = [
  (key, value) => `${key}: ${value}`,
  (key, value) => `  - ${key}: "${value}"`,
  (key, value) => `${key}=${value}`,
  (key, value) => `export ${key}=${value}`,
  (key, value) => `env ${key}='${value}' run`,
  (key, value) => `level=info msg="login" ${key}="${value}" user=bob`,
  (key, value) => `{"user":"bob","${key}":"${value}","n":1}`,
  (key, value) => `{\n  "${key}" : "${value}"\n}`,
  (key, value) => JSON.stringify({ body: JSON.stringify({ [key]: value }) }),
  (key, value) => JSON.stringify(JSON.stringify({ body: JSON.stringify({ [key]: value }) })),
  (key, value) => `tool --${key}=${value} --verbose`,
  (key, value) => `tool --${key} ${value} --verbose`,
  (key, value) => `tool --${key}="${value}"`,
  (key, value) => `${key} => '${value}'`,
  (key, value) => `${key}: |\n  ${value}\n  ${value}\nnext: 1`,
  (key, value) => `a:\n  ${key}: >-\n    ${value}\n  b: 1`,
  (key, value) => `[section]\n${key} = "${value}"`,
];

describe('no canary comes through a text', () => {
  for (const key of KEYS) {
    it(`under the key ${key}`, () => {
      for (const value of CANARIES) {
        for (const shape of TEXT_SHAPES) {
          const text = shape(key, value);
          const masked = redactText(text);
          expect(masked, text).not.toContain(value);
          expect(redactText(masked), `twice: ${text}`).toBe(masked);
        }
      }
    });
  }

  const TOKEN = 'kqxv5t9cbdfgh2jklmnp4rstvw6xz8bcdfghjklmnpqrstvwxz2456';
  it.each([
    ['a bearer token in a header', `Authorization: Bearer ${TOKEN}`],
    ['a bearer token in prose', `request failed with bearer ${TOKEN} at 10:00`],
    ['a bearer token in curl', `curl -H 'authorization: bearer ${TOKEN}' https://x`],
    ['a header by a name of its own', `X-Auth-Token: ${TOKEN}`],
    ['a Rancher token', `using token-abc12:${TOKEN}`],
    ['a kubeconfig token of Rancher', `kubeconfig-user-abcdezz9x7:${TOKEN}`],
    ['an older kubeconfig token of Rancher', `kubeconfig-u-abc12:${TOKEN}`],
    ['an ext token of Rancher', `ext/token-x9:${TOKEN}`],
    ['a JWT', `jwt is eyJhbGciOiJSUzI1NiIsImtpZCI6IiJ9.eyJpc3MiOiJr${TOKEN}.c2lnbmF0dXJl${TOKEN}`],
    ['basic authentication in a URL', `GET https://bob:${TOKEN}@host/path failed`],
    ['a token alone in a URL', `git clone https://${TOKEN}@github.com/a/b`],
    ['a password alone in a URL', `redis://:${TOKEN}@host:6379/0`],
    ['a GitHub token', `ghp_${TOKEN}`],
    ['a fine-grained GitHub token', `github_pat_${TOKEN}`],
    ['a GitLab token', `glpat-${TOKEN}`],
    ['a Slack token', `xoxb-${TOKEN}`],
    ['an EKS token', `k8s-aws-v1.${TOKEN}`],
    ['an OpenShift token', `sha256~${TOKEN}`],
    ['a user and password of curl', `curl -u admin:${TOKEN} https://x`],
    ['a query', `GET /login?user=bob&access_token=${TOKEN}&x=1`],
    ['a connection string', `Server=db;User Id=sa;Password=${TOKEN};Encrypt=true`],
    ['a cookie', `Set-Cookie: session=${TOKEN}; Path=/`],
    ['a key that looks random', `key: ${TOKEN.slice(0, 30)}AZ`],
    ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${TOKEN}\n${TOKEN}\n-----END RSA PRIVATE KEY-----`],
    ['a private key in JSON', `{"x":"-----BEGIN PRIVATE KEY-----\\n${TOKEN}\\n-----END PRIVATE KEY-----\\n"}`],
    ['a private key that was cut off', `-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n${TOKEN}`],
    ['a certificate', `-----BEGIN CERTIFICATE-----\n${TOKEN}\n-----END CERTIFICATE-----`],
    ['PEM in base64', Buffer.from(`-----BEGIN RSA PRIVATE KEY-----\n${TOKEN}`).toString('base64')],
  ])('%s', (_name, text) => {
    const masked = redactText(text);
    const secrets = [TOKEN, TOKEN.slice(0, 30), Buffer.from(TOKEN).toString('base64').slice(0, 40)];
    for (const secret of secrets) expect(masked).not.toContain(secret);
    expect(masked).toContain('[redacted]');
    expect(redactText(masked)).toBe(masked);
  });

  it('keeps what stands around the secret', () => {
    expect(redactText('user=bob token=abc123xyz host=db')).toBe('user=bob token=[redacted] host=db');
    expect(redactText('Authorization: Basic dXNlcjpwYXNz')).toBe('Authorization: Basic [redacted]');
    expect(redactText('a\n-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\nb')).toBe('a\n[redacted]\nb');
  });
});

describe('no canary comes through an object', () => {
  const OBJECT_SHAPES: readonly ((key: string, value: string) => unknown)[] = [
    (key, value) => ({ [key]: value }),
    (key, value) => ({ a: [{ b: { [key]: value } }] }),
    (key, value) => ({ env: [{ name: key, value }] }),
    (key, value) => ({ headers: [{ key, value }] }),
    (key, value) => ({ [key]: [value, value] }),
    (key, value) => ({ [key]: { value } }),
    (key, value) => ({ args: ['run', `--${key}`, value] }),
    (key, value) => ({ args: [`--${key}=${value}`] }),
    (key, value) => ({ text: JSON.stringify({ [key]: value }) }),
    (key, value) => new Map([[key, value]]),
    (key, value) => new Error(`failed: ${key}=${value}`),
  ];
  it('whatever the shape', () => {
    for (const key of KEYS) {
      for (const value of CANARIES) {
        for (const shape of OBJECT_SHAPES) {
          const masked = redact(shape(key, value));
          expect(JSON.stringify(masked), `${key} ${JSON.stringify(shape(key, value))}`).not.toContain(JSON.stringify(value).slice(1, -1));
          expect(redact(masked)).toEqual(masked);
        }
      }
    }
  });
});
