import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { authority } from '../../../support/https-server.js';
import { mintedTokenExpiries } from '../../../../src/lib/integrations/nsk/minted-tokens.js';
import { clusters, many } from '../nsk/nsk-stage.js';
import { minted, mintings, tokenIn, withMinting, written } from './kubeconfigs-stage.js';

const GENERATE = { kubeconfigs: 'generate' } as const;
const DAY_MS = 86_400_000;

afterEach(() => vi.useRealTimers());
const daysFromNow = (days: number): void => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * DAY_MS });

describe('kubeconfigs that Rancher generates', () => {
  test('hold a token of their own, and lead through Rancher by its authority', () =>
    withMinting({ clusters: clusters('a', 'b') }, GENERATE, async ({ open, files, rancher, directory }) => {
      expect(await open().refresh()).toMatchObject({ outcome: 'Success', written: ['a', 'b'] });
      const now = await files();
      expect(minted(rancher).sort()).toEqual([tokenIn(now, 'a'), tokenIn(now, 'b')].map((token) => token.split(':')[0]).sort());
      expect(written(now, 'a').clusters).toEqual([
        {
          name: 'a',
          cluster: {
            'server': `${rancher.url}/k8s/clusters/c-m-00000000`,
            'certificate-authority-data': Buffer.from(authority.certificate).toString('base64'),
          },
        },
      ]);
      const ends = await mintedTokenExpiries(directory);
      expect([...ends.keys()].sort()).toEqual(['c-m-00000000', 'c-m-00000001']);
      expect(Date.parse(ends.get('c-m-00000000') ?? '')).toBeGreaterThan(Date.now() + 29 * DAY_MS);
    }));

  test('are not made again while they will do: two requests for 20 clusters, and no token more', () =>
    withMinting({ clusters: many(20) }, GENERATE, async ({ open, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      const before = minted(rancher);
      expect(before).toHaveLength(20);
      rancher.requests.length = 0;
      for (let round = 0; round < 3; round += 1) expect((await nsk.refresh()).written).toEqual([]);
      expect(rancher.requests.map(({ method }) => method)).toEqual(Array.from({ length: 6 }, () => 'GET'));
      expect(minted(rancher)).toEqual(before);
    }));

  test.each([
    ['a day before the three last ones', 26, 0],
    ['in the last three days', 27.5, 1],
  ])('of 30 days, %s', (_when, days, renewed) =>
    withMinting({ clusters: clusters('a') }, GENERATE, async ({ open, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      daysFromNow(days);
      expect((await nsk.refresh()).written).toHaveLength(renewed);
      expect(minted(rancher)).toHaveLength(1);
    }),
  );

  test('of one hour are renewed in the last fifth of it, not at every refresh', () =>
    withMinting({ clusters: clusters('a'), knobs: { tokenLifeMs: 3_600_000 } }, GENERATE, async ({ open, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      daysFromNow(47 / 60 / 24);
      expect((await nsk.refresh()).written).toEqual([]);
      daysFromNow(2 / 60 / 24);
      expect((await nsk.refresh()).written).toEqual(['a']);
      expect((await nsk.refresh()).written).toEqual([]);
      expect(minted(rancher)).toHaveLength(1);
    }));

  test.each(['deleted', 'disabled'])('whose token was %s are made anew at once', (what) =>
    withMinting({ clusters: clusters('a', 'b') }, GENERATE, async ({ open, files, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      const token = rancher.tokens.find(tokenIn(await files(), 'a'));
      if (token === undefined) throw new Error('There is no such token.');
      if (what === 'deleted') rancher.tokens.remove(token.name);
      else token.enabled = false;
      expect((await nsk.refresh()).written).toEqual(['a']);
      expect(rancher.tokens.find(tokenIn(await files(), 'a'))).toBeDefined();
      expect(minted(rancher)).toHaveLength(2);
    }),
  );

  test('stay in use when Rancher does not tell of its tokens', () =>
    withMinting({ clusters: clusters('a') }, GENERATE, async ({ open, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      rancher.knobs.failures = [{ path: /^\/v3\/tokens/, times: 100, answer: 500 }];
      expect(await nsk.refresh()).toMatchObject({ outcome: 'Success', written: [] });
      expect(mintings(rancher)).toBe(1);
    }));
});

describe('tokens', () => {
  test('however often all are fetched by force, one stays for each cluster; those of others stay as well', () =>
    withMinting({ clusters: clusters('a', 'b') }, GENERATE, async ({ open, rancher }) => {
      const foreign = rancher.tokens.mint({ kind: 'kubeconfig', description: 'Kubeconfig token' });
      const nsk = open();
      for (let round = 0; round < 5; round += 1) await nsk.refresh({ force: true });
      expect(minted(rancher)).toHaveLength(3);
      expect(minted(rancher)).toContain(foreign.name);
    }));

  test('a token whose kubeconfig was copied within the folder stays', () =>
    withMinting({ clusters: clusters('a') }, GENERATE, async ({ open, files, rancher, directory }) => {
      const nsk = open();
      await nsk.refresh();
      await writeFile(join(directory, 'copy.yaml'), (await files())['a.yaml'] ?? '');
      await nsk.refresh({ force: true });
      expect(minted(rancher)).toHaveLength(2);
      await rm(join(directory, 'copy.yaml'));
      await nsk.refresh();
      expect(minted(rancher)).toHaveLength(1);
    }));

  test('one that was minted, but never written, goes with the next refresh, of another process as well', () =>
    withMinting({ clusters: clusters('a', 'b') }, GENERATE, async ({ open, rancher, directory }) => {
      await open().refresh();
      // Its text is given away and not written: as if the process had ended before.
      await rm(join(directory, 'a.yaml'));
      await open().kubeconfig('a');
      expect(minted(rancher)).toHaveLength(3);
      await open().refresh();
      expect(minted(rancher)).toHaveLength(2);
    }));

  test('nothing is minted while it could not be written down', () =>
    withMinting({ clusters: clusters('a', 'b') }, GENERATE, async ({ open, rancher, directory }) => {
      await mkdir(directory, { mode: 0o700 });
      await writeFile(join(directory, '.fleetwright-minted.json'), '{"version":');
      const { failed } = await open().refresh();
      expect(failed.map(({ error }) => error.code)).toEqual(['FILE_FAILED', 'FILE_FAILED']);
      expect(failed[0]?.error.message).toContain('.fleetwright-minted.json is damaged');
      expect(mintings(rancher)).toBe(0);
    }));

  test('one that cannot be removed now is removed later', () =>
    withMinting({ clusters: clusters('a') }, GENERATE, async ({ open, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      rancher.knobs.failures = [{ path: /^\/v3\/tokens\/kubeconfig-/, times: 1, answer: 500 }];
      expect(await nsk.refresh({ force: true })).toMatchObject({ outcome: 'Success' });
      expect(minted(rancher)).toHaveLength(2);
      await nsk.refresh();
      expect(minted(rancher)).toHaveLength(1);
    }));

  test('of a cluster that is gone goes with its kubeconfig', () =>
    withMinting({ clusters: clusters('a', 'b') }, GENERATE, async ({ open, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      rancher.clusters.splice(0, 1);
      await nsk.refresh();
      expect(minted(rancher)).toHaveLength(2);
      await nsk.cleanRemoved();
      await nsk.refresh();
      expect(minted(rancher)).toHaveLength(1);
    }));

  test('all of them go when the kubeconfigs are to hold the API token again', () =>
    withMinting({ clusters: clusters('a', 'b') }, GENERATE, async ({ open, files, rancher }) => {
      await open().refresh();
      await open({ kubeconfigs: 'token' }).refresh();
      expect(tokenIn(await files(), 'a')).toBe(rancher.token);
      expect(minted(rancher)).toEqual([]);
    }));

  test('an answer that got lost is asked for once more, then not before a quarter of an hour: each may have minted one', () =>
    withMinting({ clusters: clusters('a') }, GENERATE, async ({ open, rancher }) => {
      rancher.knobs.failures = [{ path: /^\/v3\/clusters\/c-m/, times: 100, answer: 'drop after' }];
      const nsk = open();
      expect((await nsk.refresh()).failed).toMatchObject([{ cluster: 'a', error: { code: 'CONNECTION_FAILED' } }]);
      expect(mintings(rancher)).toBe(2);
      await nsk.refresh();
      expect(mintings(rancher)).toBe(2);
      daysFromNow(16 / 60 / 24);
      rancher.knobs.failures = [];
      expect((await nsk.refresh()).written).toEqual(['a']);
      expect(mintings(rancher)).toBe(3);
    }));
});

describe('where Rancher has kubeconfigs ask for a login', () => {
  test('the API token stands in, and nothing is minted', () =>
    withMinting({ clusters: clusters('a'), knobs: { generateToken: false } }, GENERATE, async ({ open, files, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      expect(tokenIn(await files(), 'a')).toBe(rancher.token);
      rancher.requests.length = 0;
      expect((await nsk.refresh()).written).toEqual([]);
      expect(mintings(rancher)).toBe(0);
      rancher.knobs.generateToken = true;
      expect((await nsk.refresh()).written).toEqual(['a']);
      expect(minted(rancher)).toHaveLength(1);
    }));
});

describe('a Rancher that calls itself something else', () => {
  const knobs = { serverUrl: 'https://rancher.internal.example' };

  test('its kubeconfigs lead to the configured address', () =>
    withMinting({ clusters: clusters('a'), knobs }, GENERATE, async ({ open, files, rancher }) => {
      expect(await open().refresh()).toMatchObject({ outcome: 'Success' });
      expect(written(await files(), 'a').clusters[0]?.cluster.server).toBe(`${rancher.url}/k8s/clusters/c-m-00000000`);
    }));

  test('unless they are to stay as they are', () =>
    withMinting({ clusters: clusters('a'), knobs }, { ...GENERATE, rewriteServer: false }, async ({ open, files }) => {
      const nsk = open();
      await nsk.refresh();
      expect(written(await files(), 'a').clusters[0]?.cluster.server).toBe('https://rancher.internal.example/k8s/clusters/c-m-00000000');
      expect((await nsk.refresh()).written).toEqual([]);
    }));

  test.each([
    ['another host', (text: string) => text.replace('rancher.internal.example', 'evil.example'), /evil\.example/],
    ['another cluster', (text: string) => text.replace('/k8s/clusters/c-m-00000000', '/k8s/clusters/local'), /clusters\/local/],
    ['a path beyond the cluster', (text: string) => text.replace('/c-m-00000000', '/c-m-00000000/../local'), /clusters\/local/],
    ['no encryption', (text: string) => text.replace('https://', 'http://'), /not to https/],
    ['a program beside its token', (text: string) => text.replace(/( {4})token:/, '    exec: {command: /bin/sh}\n$1token:'), /\/bin\/sh/],
    ['a file of this machine', (text: string) => text.replace(/( {4})token:/, '    tokenFile: /etc/shadow\n$1token:'), /tokenFile/],
    ['a proxy', (text: string) => text.replace(/ {4}server:/, '    proxy-url: http://evil.example\n    server:'), /proxy-url/],
    [
      'no check of certificates',
      (text: string) => text.replace(/ {4}server:/, '    insecure-skip-tls-verify: true\n    server:'),
      /insecure/,
    ],
    ['no YAML', (text: string) => `{ ${text}`, /no YAML/],
  ])('%s is refused, and what was minted for it is removed', (_what, tamper, message) =>
    withMinting({ clusters: clusters('a'), knobs: { ...knobs, tamper } }, GENERATE, async ({ open, files, rancher }) => {
      const report = await open().refresh();
      expect(report.failed).toMatchObject([
        { cluster: 'a', error: { code: 'KUBECONFIG_INVALID', message: expect.stringMatching(message) as string } },
      ]);
      expect(await files()).toEqual({});
      expect(mintings(rancher)).toBe(1);
      expect(minted(rancher)).toEqual([]);
    }),
  );
});
