import { describe, expect, test } from 'vitest';
import { createExtensionKubeconfig } from '../../../../src/lib/integrations/rancher/extension-kubeconfigs.js';
import { answersVersion } from '../../../../src/lib/integrations/rancher/probe-endpoint.js';
import { removeToken } from '../../../../src/lib/integrations/rancher/rancher-tokens.js';
import { RancherClient } from '../../../../src/lib/integrations/rancher/rancher-client.js';
import { redactText } from '../../../../src/lib/platform/redact.js';
import { failureOf } from '../../../support/failure.js';
import { authority, startServer } from '../../../support/https-server.js';
import { startRancher } from '../../../support/rancher/stand-in-rancher.js';

const signal = (): AbortSignal => new AbortController().signal;
const CALLS: readonly (readonly [string, (client: RancherClient) => Promise<unknown>])[] = [
  ['the list of clusters', (client) => client.clusters(signal())],
  ['one cluster', (client) => client.cluster('c-a', signal())],
  ['generateKubeconfig', (client) => client.generateKubeconfig('c-a', signal())],
  ['a kubeconfig of ext.cattle.io', (client) => createExtensionKubeconfig(client, { clusters: ['c-a'], description: 'test' }, signal())],
  ['the facts of the token', (client) => client.tokenFacts(signal())],
  ['the removal of a token', (client) => removeToken(client, 'token-abcde', signal())],
  ['a setting', (client) => client.setting('server-url', signal())],
];

describe.each(['302', '307'] as const)('a redirect with %s', (answer) => {
  test.each(CALLS)('of %s is not followed: nothing reaches the other host', async (_what, call) => {
    await using other = await startServer((_request, response) => response.end('{}'));
    const failures = [{ path: /./, times: 10, answer, location: `${other.url}/v3/clusters` }];
    await using rancher = await startRancher({ clusters: [{ id: 'c-a', name: 'a' }], knobs: { extension: true, failures } });
    const client = new RancherClient({ url: rancher.url, token: () => rancher.token, certificateAuthority: authority.certificate });
    const error = await failureOf(call(client));
    expect(error).toMatchObject({ code: 'BAD_RESPONSE', message: expect.stringContaining(new URL(other.url).host) as string });
    expect(error.message).not.toContain(rancher.token.split(':')[1]);
    expect(other.requests).toEqual([]);
    client.close();
  });

  test('of a direct endpoint is not followed either, and it does not count as an answer', async () => {
    await using other = await startServer((_request, response) => response.end('{"gitVersion":"v1.24.17"}'));
    await using endpoint = await startServer((_request, response) => response.writeHead(Number(answer), { location: other.url }).end());
    const way = { server: endpoint.url, authority: authority.certificate, bearer: 'kubeconfig-user-abcde12345:x' };
    expect(await answersVersion(way, 5_000, signal())).toBe(false);
    expect(endpoint.requests).toHaveLength(1);
    expect(other.requests).toEqual([]);
  });
});

describe('in texts', () => {
  const secret = 'kq7x2m9d4f6h8j1l3n5p7r9t2v4x6z8b1c3d5f7g9h2j4k6m8n1p3q';
  test.each(['token-abcde', 'kubeconfig-user-abcdezz9x7', 'kubeconfig-u-b4qkhsnliz4x7k2', 'ext/token-abcde'])('%s is masked', (name) => {
    const text = redactText(`Rancher said: bad ${name}:${secret} (401)`);
    expect(text).not.toContain(secret.slice(0, 8));
    expect(text).toContain('(401)');
  });
});
