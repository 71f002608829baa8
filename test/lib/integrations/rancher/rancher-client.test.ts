import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { removeToken } from '../../../../src/lib/integrations/rancher/rancher-tokens.js';
import { RancherClient } from '../../../../src/lib/integrations/rancher/rancher-client.js';
import type { RancherServer } from '../../../../src/lib/integrations/rancher/rancher-server.js';
import { failureOf } from '../../../support/failure.js';
import { authority, startServer } from '../../../support/https-server.js';
import { startRancher, type RancherCluster, type RancherOptions, type StandInRancher } from '../../../support/rancher/stand-in-rancher.js';

const signal = (): AbortSignal => new AbortController().signal;
const clusters = (count: number): RancherCluster[] =>
  Array.from({ length: count }, (_, index) => ({ id: `c-m-${String(index).padStart(8, '0')}`, name: `cluster-${String(index)}` }));

async function withRancher(
  options: RancherOptions,
  use: (rancher: StandInRancher, open: (changes?: Partial<RancherServer>) => RancherClient) => Promise<void>,
): Promise<void> {
  await using rancher = await startRancher(options);
  const opened: RancherClient[] = [];
  try {
    await use(rancher, (changes = {}) => {
      const client = new RancherClient({
        url: rancher.url,
        token: () => rancher.token,
        certificateAuthority: authority.certificate,
        ...changes,
      });
      opened.push(client);
      return client;
    });
  } finally {
    for (const client of opened) client.close();
  }
}

describe('listing', () => {
  test('reads every page, and each cluster once', () =>
    withRancher({ clusters: clusters(25), knobs: { pageLimit: 10 } }, async (rancher, open) => {
      const listed = await open().clusters(signal());
      expect(listed.map(({ name }) => name)).toEqual(rancher.clusters.map(({ name }) => name));
      expect(rancher.requests.filter(({ path }) => path.startsWith('/v3/clusters'))).toHaveLength(3);
    }));

  test('follows the marker, never the link: the token stays with the configured host', () =>
    withRancher({ clusters: clusters(25), knobs: { pageLimit: 10, linkHost: 'rancher.attacker.example' } }, async (_rancher, open) => {
      expect(await open().clusters(signal())).toHaveLength(25);
    }));

  test('survives a marker that vanishes between two pages', () =>
    withRancher({ clusters: clusters(25), knobs: { pageLimit: 10 } }, async (rancher, open) => {
      rancher.knobs.betweenPages = () => {
        rancher.knobs.betweenPages = undefined;
        rancher.clusters.splice(10, 1);
      };
      const listed = await open().clusters(signal());
      expect(listed.map(({ name }) => name)).toEqual(rancher.clusters.map(({ name }) => name));
    }));

  test('refuses a listing that goes round in circles instead of taking a part for the whole', async () => {
    const page = { data: [{ id: 'c-a', name: 'a', state: 'active' }], pagination: { next: 'https://r/v3/clusters?marker=c-a' } };
    await using server = await startServer((_request, response) => response.end(JSON.stringify(page)), { tls: false });
    const client = new RancherClient({ url: server.url, token: () => 'token-abcde:x' });
    expect(await failureOf(client.clusters(signal()))).toMatchObject({ code: 'SOURCE_FAILED' });
    client.close();
  });

  test.each([
    ['active', 'Ready', undefined],
    ['unavailable', 'NotReady', 'Cluster agent is not connected'],
    ['provisioning', 'NotReady', 'waiting for etcd'],
    ['somethingnew', 'Unknown', undefined],
  ])('the state %s is %s, with the words of Rancher', (state, readiness, message) =>
    withRancher(
      {
        clusters: [
          {
            id: 'c-a',
            name: 'Prod.A',
            state,
            ...(message === undefined ? {} : { transitioningMessage: message }),
            kubernetesVersion: 'v1.24.17+rke2r1',
          },
        ],
      },
      async (_rancher, open) => {
        expect(await open().clusters(signal())).toMatchObject([
          { id: 'c-a', name: 'Prod.A', state, readiness, message, kubernetesVersion: 'v1.24.17+rke2r1' },
        ]);
      },
    ),
  );
});

describe('what goes wrong', () => {
  test.each([
    ['an unknown token', { token: () => 'token-zzzzz:nothing' }, 'UNAUTHORIZED', /must authenticate/],
    ['an authority that is not configured', { certificateAuthority: undefined }, 'TLS_FAILED', /not signed by a trusted CA/],
    ['nothing listening', { url: 'https://127.0.0.1:1' }, 'CONNECTION_REFUSED', /nothing listens/],
    ['a name that is none', { url: 'https://rancher.invalid' }, 'DNS_FAILED', /does not resolve/],
  ] as const)('%s', (_what, changes, code, message) =>
    withRancher({}, async (_rancher, open) => {
      expect(await failureOf(open(changes).clusters(signal()))).toMatchObject({ code, message: expect.stringMatching(message) as string });
    }),
  );

  test.each([
    [{ answer: 429, retryAfter: '7' }, 'RATE_LIMITED', { retryAfterMs: 7000 }],
    [{ answer: 500 }, 'SERVER_ERROR', { httpStatus: 500 }],
    [{ answer: '502 html' }, 'SERVER_ERROR', { httpStatus: 502 }],
    [{ answer: '302' }, 'BAD_RESPONSE', { httpStatus: 302 }],
    [{ answer: 'drop' }, 'CONNECTION_FAILED', {}],
    [{ answer: 'hang' }, 'TIMEOUT', undefined],
  ] as const)('%j is %s', (failing, code, details) =>
    withRancher({ knobs: { failures: [{ path: /^\/v3\/clusters/, times: 1, ...failing }] } }, async (rancher, open) => {
      const error = await failureOf(open({ timeoutMs: 500 }).clusters(signal()));
      expect(error).toMatchObject({ code, ...(details === undefined ? {} : { details }) });
      expect(error.message).not.toContain(rancher.token.split(':')[1]);
    }),
  );

  test('a redirect is not followed: the token does not go elsewhere', () =>
    withRancher({ knobs: { failures: [{ path: /^\/v3\/clusters/, times: 1, answer: '302' }] } }, async (_rancher, open) => {
      expect((await failureOf(open().clusters(signal()))).message).toContain('login.example.com');
    }));

  test('a caller that gives up ends the request', () =>
    withRancher({ knobs: { failures: [{ path: /^\/v3\/clusters/, times: 1, answer: 'hang' }] } }, async (_rancher, open) => {
      const controller = new AbortController();
      const listing = open().clusters(controller.signal);
      controller.abort(new Error('enough'));
      await expect(listing).rejects.toThrow('enough');
    }));
});

describe('the authority of its certificate', () => {
  const checksum = createHash('sha256').update(authority.certificate).digest('hex');

  test('is fetched and trusted when its checksum is the configured one; the fetch carries no token', () =>
    withRancher({ clusters: clusters(1) }, async (rancher, open) => {
      const client = open({ certificateAuthority: undefined, certificateChecksum: checksum });
      expect(await client.clusters(signal())).toHaveLength(1);
      expect(rancher.requests[0]).toMatchObject({ path: '/v3/settings/cacerts', token: undefined });
      expect(await client.trust(signal())).toEqual({ ca: authority.certificate, insecure: false });
    }));

  test('is refused when its checksum is another, and nothing else is asked', () =>
    withRancher({}, async (rancher, open) => {
      const client = open({ certificateAuthority: undefined, certificateChecksum: 'ab'.repeat(32) });
      expect(await failureOf(client.clusters(signal()))).toMatchObject({ code: 'TLS_FAILED' });
      expect(rancher.requests.map(({ token }) => token)).toEqual([undefined]);
    }));
});

describe('tokens', () => {
  test('one that is scoped to a cluster may see that cluster only', () =>
    withRancher({ clusters: clusters(2) }, async (rancher, open) => {
      const scoped = rancher.tokens.mint({ cluster: 'c-m-00000001' });
      const client = open({ token: () => scoped.bearer });
      expect(await failureOf(client.clusters(signal()))).toMatchObject({
        code: 'UNAUTHORIZED',
        hint: expect.stringContaining('scoped') as string,
      });
      expect(await client.cluster('c-m-00000001', signal())).toMatchObject({ name: 'cluster-1' });
    }));

  test('with the ids of its clusters, those are asked for one by one; one that is gone is left out', () =>
    withRancher({ clusters: clusters(2) }, async (rancher, open) => {
      const scoped = rancher.tokens.mint({ cluster: 'c-m-00000001' });
      const client = open({ token: () => scoped.bearer, clusterIds: ['c-m-00000001'] });
      expect((await client.clusters(signal())).map(({ name }) => name)).toEqual(['cluster-1']);
      rancher.clusters.splice(1, 1);
      expect(await client.clusters(signal())).toEqual([]);
    }));

  test('an id that it is not scoped to fails the listing, and is named', () =>
    withRancher({ clusters: clusters(2) }, async (rancher, open) => {
      const scoped = rancher.tokens.mint({ cluster: 'c-m-00000001' });
      const client = open({ token: () => scoped.bearer, clusterIds: ['c-m-00000001', 'c-m-00000000'] });
      expect(await failureOf(client.clusters(signal()))).toMatchObject({
        code: 'UNAUTHORIZED',
        message: expect.stringMatching(/scoped to one cluster.*c-m-00000000/) as string,
      });
    }));

  test('a token that may list is not asked for single clusters', () =>
    withRancher({ clusters: clusters(2) }, async (rancher, open) => {
      expect(await open({ clusterIds: ['c-m-00000001'] }).clusters(signal())).toHaveLength(2);
      expect(rancher.requests).toHaveLength(1);
    }));

  test('tells of one of ext.cattle.io as well', () =>
    withRancher({ knobs: { extension: true } }, async (rancher, open) => {
      const token = rancher.tokens.mint({ kind: 'ext', ttl: 3_600_000 });
      const client = open({ token: () => token.bearer });
      expect(await client.tokenFacts(signal())).toMatchObject({
        name: token.name,
        expiresAt: new Date(token.createdAt + 3_600_000).toISOString(),
        expired: false,
        enabled: true,
      });
      const other = rancher.tokens.mint({ kind: 'ext' });
      await removeToken(client, other.name, signal());
      expect(rancher.tokens.get(other.name)).toBeUndefined();
    }));

  test('tells when the one in use ends', () =>
    withRancher({}, async (rancher, open) => {
      const ending = rancher.tokens.mint({ ttl: 3_600_000 });
      const facts = await open({ token: () => ending.bearer }).tokenFacts(signal());
      expect(facts).toEqual({
        name: ending.name,
        user: 'user-abcde',
        createdAt: new Date(ending.createdAt).toISOString(),
        expiresAt: new Date(ending.createdAt + 3_600_000).toISOString(),
        expired: false,
        enabled: true,
        scopedTo: undefined,
      });
    }));

  test('the token is read for every request: a rotated one is used at once', () =>
    withRancher({}, async (rancher, open) => {
      let current = rancher.token;
      const client = open({ token: () => current });
      await client.clusters(signal());
      rancher.tokens.remove(current.split(':')[0] ?? '');
      expect(await failureOf(client.clusters(signal()))).toMatchObject({ code: 'UNAUTHORIZED' });
      current = rancher.tokens.mint().bearer;
      expect(await client.clusters(signal())).toEqual([]);
    }));

  test('what generateKubeconfig minted can be removed again', () =>
    withRancher({ clusters: clusters(1) }, async (rancher, open) => {
      const client = open();
      const before = rancher.tokens.list().length;
      expect(await client.generateKubeconfig('c-m-00000000', signal())).toContain('/k8s/clusters/c-m-00000000');
      const minted = rancher.tokens.list().filter(({ kind }) => kind === 'kubeconfig');
      expect(minted).toHaveLength(1);
      await removeToken(client, minted[0]?.name ?? '', signal());
      await removeToken(client, minted[0]?.name ?? '', signal());
      expect(rancher.tokens.list()).toHaveLength(before);
    }));
});

describe('addresses', () => {
  test.each(['', '/', '/v3', '/v3/', '/dashboard', '/dashboard/home'])('%j after the address does not matter', (suffix) =>
    withRancher({ clusters: clusters(1) }, async (rancher, open) => {
      const client = open({ url: `${rancher.url}${suffix}` });
      expect(client.url).toBe(rancher.url);
      expect(await client.clusters(signal())).toHaveLength(1);
    }),
  );

  test.each([
    ['v2.8.15', 'v2.8.15'],
    ['v2.6.14', undefined],
  ])('the version of %s', (version, told) =>
    withRancher({ knobs: { version } }, async (_rancher, open) => {
      expect(await open().version(signal())).toBe(told);
    }),
  );
});
