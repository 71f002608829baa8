import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../../src/lib/clusters/connection.js';
import { connectionSettings, resolveContext } from '../../../src/lib/sources/kubeconfig-context.js';
import { parseKubeconfig } from '../../../src/lib/sources/kubeconfig-document.js';
import { indexEntries } from '../../../src/lib/sources/kubeconfig-merge.js';
import { failureOf } from '../../support/descriptor.js';
import { kubeconfig, type KubeconfigParts, pemData, SECRET, temporaryDirectory } from '../../support/kubeconfigs.js';

const directory = temporaryDirectory();
afterAll(() => directory.remove());
const path = join(directory.path, 'config');
const certificate = pemData('CERTIFICATE');
const key = pemData('EC PRIVATE KEY');

async function settingsOf(text: string): Promise<ConnectionSettings> {
  const document = await parseKubeconfig(text, path);
  return connectionSettings(resolveContext('c0', indexEntries([document])), new AbortController().signal);
}

describe('connection settings of a context', () => {
  it('takes over everything a kubeconfig says, paths from the folder of the file', async () => {
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: 'bin/login',
      args: ['--a'],
      env: [{ name: 'A', value: 'b' }],
      provideClusterInfo: true,
      installHint: 'get it',
    };
    writeFileSync(join(directory.path, 'ca.pem'), Buffer.from(certificate, 'base64'));
    const settings = await settingsOf(
      kubeconfig({
        server: 'https://host/k8s/clusters/c-1',
        cluster: {
          'certificate-authority': 'ca.pem',
          'tls-server-name': 'api.test',
          'proxy-url': 'socks5://p:1080',
          'insecure-skip-tls-verify': false,
        },
        user: {
          exec,
          'tokenFile': 'token',
          'username': 'u',
          'password': 'p',
          'as': 'other',
          'as-groups': ['g'],
          'client-certificate': '/abs/c.pem',
          'client-key': 'k.pem',
          'auth-provider': { name: 'oidc', config: { 'id-token': 'x' } },
        },
        context: { namespace: 'shop' },
      }),
    );
    expect(settings).toEqual({
      server: 'https://host/k8s/clusters/c-1',
      certificateAuthority: Buffer.from(certificate, 'base64').toString(),
      tlsServerName: 'api.test',
      proxyUrl: 'socks5://p:1080',
      namespace: 'shop',
      credential: {
        tokenFile: join(directory.path, 'token'),
        username: 'u',
        password: 'p',
        clientCertificateFile: '/abs/c.pem',
        clientKeyFile: join(directory.path, 'k.pem'),
        exec: {
          apiVersion: exec.apiVersion,
          command: 'bin/login',
          arguments: ['--a'],
          environment: { A: 'b' },
          provideClusterInfo: true,
          installHint: 'get it',
          baseDirectory: directory.path,
        },
        authProvider: { name: 'oidc', config: { 'id-token': 'x' } },
        impersonate: { user: 'other', groups: ['g'] },
      },
    });
  });

  it('prefers inline data to files, as kubectl does', async () => {
    const { certificateAuthority, credential } = await settingsOf(
      kubeconfig({
        cluster: { 'certificate-authority': 'missing.pem', 'certificate-authority-data': certificate },
        user: {
          'client-certificate': 'missing.pem',
          'client-certificate-data': certificate,
          'client-key-data': key.replace(/(.{20})/g, '$1\n'),
        },
      }),
    );
    expect(certificateAuthority).toContain('BEGIN CERTIFICATE');
    expect(credential).toEqual({ clientCertificate: certificateAuthority, clientKey: Buffer.from(key, 'base64').toString() });
  });

  it('reads YAML as well, with a context that has no user', async () => {
    const text =
      'clusters:\n- name: k\n  cluster: {server: "http://localhost:8080"}\ncontexts:\n- name: c0\n  context: {cluster: k}\nusers: null\n';
    expect(await settingsOf(text)).toEqual({ server: 'http://localhost:8080', namespace: 'default', credential: {} });
  });

  const broken: readonly [title: string, parts: KubeconfigParts, problem: string, suggestion?: string][] = [
    ['no server', { cluster: { server: '' } }, 'cluster "c0": server is missing'],
    ['a server that is no address', { server: 'host:6443' }, 'cluster "c0": server is not an http or https address: "host:6443"'],
    ['a password in the server', { server: `https://u:${SECRET}@host` }, 'cluster "c0": server must not carry a user name or password'],
    ['a query in the server', { server: 'https://host?a=b' }, 'cluster "c0": server must not carry "?" or "#"'],
    ['a server that is a list', { cluster: { server: ['https://h'] } }, 'cluster "c0": server must be text'],
    [
      'bad base64',
      { cluster: { 'certificate-authority-data': `%${SECRET}%` } },
      'cluster "c0": certificate-authority-data is not valid base64',
    ],
    [
      'base64 of something else',
      { user: { 'client-key-data': certificate } },
      'user "c0": client-key-data does not hold a PEM private key',
    ],
    [
      'a certificate without a key',
      { user: { 'client-certificate-data': certificate } },
      'user "c0": client-certificate without client-key',
    ],
    ['a token that is a number', { user: { token: 12345 } }, 'user "c0": token must be text; put it in quotes'],
    [
      'a missing user',
      { context: { user: 'c1' } },
      'context "c0" names user "c1", which is missing (there is "c0")',
      ' Did you mean "c0"?',
    ],
    ['a missing cluster', { context: { cluster: 'zzz' } }, 'context "c0" names cluster "zzz", which is missing (there is "c0")'],
    ['no cluster named', { context: { cluster: null } }, 'context "c0" names no cluster'],
    [
      'a plugin without a command',
      { user: { exec: { apiVersion: 'client.authentication.k8s.io/v1' } } },
      'user "c0": exec: command is missing',
    ],
    [
      'a plugin of a dropped version',
      { user: { exec: { command: 'x', apiVersion: 'client.authentication.k8s.io/v1alpha1' } } },
      'user "c0": exec: apiVersion must be client.authentication.k8s.io/v1 or …/v1beta1, not "client.authentication.k8s.io/v1alpha1"',
    ],
    [
      'plugin arguments that are numbers',
      { user: { exec: { command: 'x', apiVersion: 'client.authentication.k8s.io/v1', args: [1] } } },
      'user "c0": exec: args must be a list of texts; put numbers in quotes',
    ],
    ['a proxy that is none', { cluster: { 'proxy-url': 'ftp://x' } }, 'cluster "c0": proxy-url must be an http, https or socks5 address'],
    ['groups of nobody', { user: { 'as-groups': ['g'] } }, 'user "c0": as-groups or as-uid without as'],
    ['rights that would be lost', { user: { 'as': 'x', 'as-user-extra': { scopes: ['a'] } } }, 'user "c0": as-user-extra is not supported'],
    ['a flag in words', { cluster: { 'insecure-skip-tls-verify': 'yes' } }, 'cluster "c0": insecure-skip-tls-verify must be true or false'],
    [
      'a CA file that is missing',
      { cluster: { 'certificate-authority': 'gone.pem' } },
      `"c0": certificate-authority ${join(directory.path, 'gone.pem')} cannot be read`,
    ],
  ];
  it.each(broken)('refuses %s', async (...[, parts, problem, suggestion = '']) => {
    const error = await failureOf(settingsOf(kubeconfig(parts)));
    expect(error).toMatchObject({ code: 'KUBECONFIG_INVALID', message: `${path}: ${problem}.${suggestion}` });
    expect(JSON.stringify(error)).not.toContain(SECRET);
  });

  const texts: readonly [string, string, string][] = [
    ['a list', '- a\n- b\n', 'this is not a kubeconfig: the file holds no object with clusters, users and contexts'],
    ['another object', 'apiVersion: v1\nkind: Secret\n', 'this is not a kubeconfig: its kind is "Secret", not "Config"'],
    ['an empty object', '{}', 'this is not a kubeconfig: it has no clusters, users or contexts'],
    ['clusters that are no list', 'clusters: {a: b}', 'the kubeconfig: clusters must be a list'],
    ['an entry without a name', 'clusters: [{cluster: {}}]', 'clusters[0] has no name'],
    ['a number as a name', 'contexts: [{name: 1e3, context: {}}]', 'contexts[0]: name must be text; put it in quotes'],
    ['a name with a line break', 'contexts: [{name: "a\\nb", context: {}}]', 'contexts[0] "a\\nb": the name holds invisible characters'],
    ['broken JSON', `{\n"users": [${SECRET}}`, 'the file is not valid YAML at line 2 (missed comma between flow collection entries)'],
    ['broken YAML', `users:\n- name: a\n  user: {token: *${SECRET}}\n`, 'the file is not valid YAML at line 3 (unidentified alias)'],
    ['a repeated key', `users: []\nusers: []\n`, 'the file is not valid YAML at line 2 (duplicated mapping key)'],
    ['a pit of brackets', `a: ${'['.repeat(200_000)}`, 'the file is not valid YAML at line 1 (nesting exceeded maxDepth)'],
  ];
  it.each(texts)('refuses a file that is %s', async (_title, text, problem) => {
    const error = await failureOf(settingsOf(text));
    expect(error.message).toBe(`${path}: ${problem}.`);
    expect(JSON.stringify(error)).not.toContain(SECRET);
    expect(error.stack).not.toContain(SECRET);
  });
});
