import { describe, expect, test } from 'vitest';
import { FleetError } from '../../../../src/index.js';
import { checkedKubeconfig, type KubeconfigRules } from '../../../../src/lib/integrations/rancher/check-kubeconfig.js';

const SERVER = 'https://rancher.example.com/k8s/clusters/c-a';
const RULES: KubeconfigRules = { from: 'nsk', origins: ['https://rancher.example.com'], insecure: false };
const LOGIN = { exec: { command: 'rancher', args: ['token', '--server=rancher.example.com', '--user=a'] } };

function kubeconfig(cluster: object, user: object): object {
  return {
    'apiVersion': 'v1',
    'kind': 'Config',
    'clusters': [{ name: 'a', cluster: { server: SERVER, ...cluster } }],
    'users': [{ name: 'a', user }],
    'contexts': [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
    'current-context': 'a',
  };
}

function refusalOf(document: object, rules: Partial<KubeconfigRules> = {}): string {
  try {
    checkedKubeconfig(document, { ...RULES, ...rules });
  } catch (thrown) {
    if (FleetError.isInstance(thrown) && thrown.code === 'KUBECONFIG_INVALID') return thrown.message;
    throw thrown;
  }
  return 'none';
}

describe('a kubeconfig of nsk', () => {
  test.each([
    ['to Rancher without encryption, where Rancher has it', { server: SERVER.replace('https', 'http') }, {}, /not encrypted/],
    ['to another port of Rancher', { server: SERVER.replace('.com', '.com:8443') }, {}, /rancher\.example\.com:8443/],
    ['with a user in its address', { server: SERVER.replace('//', '//user:pw@') }, {}, /not the address/],
    ['without a check of certificates', { 'insecure-skip-tls-verify': true }, {}, /switches the check/],
    ['anywhere without encryption, where no Rancher is known', { server: 'http://10.0.0.1' }, { origins: undefined }, /not encrypted/],
  ] as const)('that leads %s is refused', (_what, cluster, rules, message) => {
    expect(refusalOf(kubeconfig(cluster, { token: 'token-abcde:x' }), rules)).toMatch(message);
  });

  test.each([
    ['a test installation may go without that check', { 'insecure-skip-tls-verify': true }, { insecure: true }],
    ['a Rancher without encryption is one where it is configured so', { server: 'http://r/k8s/clusters/c-a' }, { origins: ['http://r'] }],
    ['without a known Rancher any encrypted host is one', { server: 'https://10.0.0.1:6443' }, { origins: undefined }],
  ] as const)('%s', (_what, cluster, rules) => {
    expect(refusalOf(kubeconfig(cluster, { token: 'token-abcde:x' }), rules)).toBe('none');
  });
});

describe('one that asks for the login of rancher token', () => {
  test('holds the API token instead', () => {
    const { users } = checkedKubeconfig(kubeconfig({}, LOGIN), { ...RULES, apiToken: 'token-abcde:secret' });
    expect(users).toEqual([{ name: 'a', user: { token: 'token-abcde:secret' } }]);
  });

  test.each([
    ['no API token is known', {}, LOGIN, { apiToken: undefined }],
    ['it leads past Rancher', { server: 'https://10.0.0.1:6443' }, LOGIN, { origins: undefined, apiToken: 'token-abcde:secret' }],
    ['the program is asked for something else', {}, { exec: { command: 'rancher', args: ['ssh'] } }, { apiToken: 'token-abcde:secret' }],
    ['it is another program', {}, { exec: { command: '/tmp/rancher-x', args: ['token'] } }, { apiToken: 'token-abcde:secret' }],
  ])('is refused where %s', (_what, cluster, user, rules) => {
    expect(refusalOf(kubeconfig(cluster, user), rules)).toMatch(/would run the program/);
  });
});
