import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { mintedTokenExpiries } from '../../../../src/lib/integrations/nsk/minted-tokens.js';
import { authority } from '../../../support/https-server.js';
import type { RancherCluster } from '../../../support/rancher/stand-in-rancher.js';
import { clusters, many } from '../nsk/nsk-stage.js';
import { minted, mintings, tokenIn, withMinting, written } from './kubeconfigs-stage.js';

const EXT = { kubeconfigs: 'ext' } as const;
const DAY_MS = 86_400_000;
const withDirect = (cluster: RancherCluster): RancherCluster => ({
  ...cluster,
  direct: { url: 'https://k8s.prod.example', authority: authority.certificate },
});

afterEach(() => vi.useRealTimers());

describe.each([
  ['tokens of the older kind', false],
  ['tokens of ext.cattle.io', true],
])('one kubeconfig for all clusters, with %s', (_kind, extensionTokens) => {
  const knobs = { extension: true, extensionTokens };

  test('is one request and one token for 50 clusters, each with a file of its own through Rancher', () =>
    withMinting({ clusters: many(50), knobs }, EXT, async ({ open, files, rancher, directory }) => {
      expect(await open().refresh()).toMatchObject({ outcome: 'Success', summary: 'Success (50 clusters updated)' });
      expect(mintings(rancher)).toBe(1);
      expect(minted(rancher)).toHaveLength(1);
      const now = await files();
      expect(Object.keys(now)).toHaveLength(50);
      expect(new Set(many(50).map(({ name }) => tokenIn(now, name))).size).toBe(1);
      for (const { id, name } of many(50)) {
        const { 'clusters': listed, contexts, 'current-context': current } = written(now, name);
        expect(listed.map(({ cluster }) => cluster.server)).toEqual([`${rancher.url}/k8s/clusters/${id}`]);
        expect([contexts.map((each) => each.name), current]).toEqual([[name], name]);
      }
      expect((await mintedTokenExpiries(directory)).size).toBe(50);
    }));

  test('is not made again while it will do, and is removed once the next one stands', () =>
    withMinting({ clusters: clusters('a', 'b'), knobs }, EXT, async ({ open, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      const before = minted(rancher);
      rancher.requests.length = 0;
      for (let round = 0; round < 3; round += 1) expect((await nsk.refresh()).written).toEqual([]);
      expect(rancher.requests).toHaveLength(6);
      expect(minted(rancher)).toEqual(before);
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 28 * DAY_MS });
      expect((await nsk.refresh()).written).toEqual(['a', 'b']);
      expect(minted(rancher)).toHaveLength(1);
      expect(minted(rancher)).not.toEqual(before);
      expect(rancher.kubeconfigs.size).toBe(1);
    }));

  test('a cluster that is new gets one of its own; the others keep theirs', () =>
    withMinting({ clusters: clusters('a', 'b'), knobs }, EXT, async ({ open, files, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      const before = await files();
      rancher.clusters.push({ id: 'c-m-new00000', name: 'c' });
      expect((await nsk.refresh()).written).toEqual(['c']);
      expect(await files()).toMatchObject(before);
      expect(minted(rancher)).toHaveLength(2);
    }));

  test('with endpoints of their own, the current context leads through Rancher all the same', () =>
    withMinting({ clusters: clusters('a', 'b').map(withDirect), knobs }, EXT, async ({ open, files, rancher }) => {
      await open().refresh();
      const { contexts, 'current-context': current, 'clusters': listed } = written(await files(), 'a');
      expect([contexts.map(({ name }) => name), current]).toEqual([['a'], 'a']);
      expect(listed[0]?.cluster.server).toBe(`${rancher.url}/k8s/clusters/c-m-00000000`);
    }));
});

describe('nothing is left behind on the server', () => {
  const knobs = { extension: true };

  test('when the answer got lost: what was made is found by its description', () =>
    withMinting(
      { clusters: clusters('a', 'b'), knobs: { ...knobs, failures: [{ path: /kubeconfigs$/, times: 1, answer: 'drop after' }] } },
      EXT,
      async ({ open, rancher }) => {
        const foreign = rancher.tokens.mint({ kind: 'kubeconfig' });
        rancher.kubeconfigs.set('kubeconfig-other', { user: 'user-abcde', clusters: [], description: '', ttl: 0, tokens: [foreign.name] });
        expect(await open().refresh()).toMatchObject({ outcome: 'Success', written: ['a', 'b'] });
        expect(mintings(rancher)).toBe(2);
        expect(rancher.kubeconfigs.size).toBe(2);
        expect(minted(rancher)).toHaveLength(2);
        expect(rancher.kubeconfigs.has('kubeconfig-other')).toBe(true);
      },
    ));

  test('when no answer arrived, and the process ended: the next one finds it by its description', () =>
    withMinting({ clusters: clusters('a'), knobs }, EXT, async ({ open, rancher }) => {
      rancher.knobs.failures = [{ path: /kubeconfigs$/, times: 3, answer: 'drop after' }];
      await expect(open().kubeconfig('a')).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
      expect(rancher.kubeconfigs.size).toBe(2);
      rancher.knobs.failures = [];
      expect(await open().refresh()).toMatchObject({ outcome: 'Success', written: ['a'] });
      expect(rancher.kubeconfigs.size).toBe(1);
      expect(minted(rancher)).toHaveLength(1);
    }));

  test('when it was made, and the process ended before it was written', () =>
    withMinting({ clusters: clusters('a'), knobs }, EXT, async ({ open, rancher, directory }) => {
      await open().refresh();
      await rm(join(directory, 'a.yaml'));
      await open().kubeconfig('a');
      expect(rancher.kubeconfigs.size).toBe(2);
      await open().refresh();
      expect(rancher.kubeconfigs.size).toBe(1);
    }));

  test('however often all are fetched by force', () =>
    withMinting({ clusters: many(5), knobs }, EXT, async ({ open, rancher }) => {
      const nsk = open();
      for (let round = 0; round < 4; round += 1) await nsk.refresh({ force: true });
      expect(rancher.kubeconfigs.size).toBe(1);
      expect(minted(rancher)).toHaveLength(1);
    }));
});

describe('what goes wrong', () => {
  test('a Rancher that has no such API: every cluster says so, with what to do; one request is enough to know', () =>
    withMinting({ clusters: clusters('a', 'b') }, EXT, async ({ open, rancher }) => {
      const { failed } = await open().refresh();
      expect(failed).toHaveLength(2);
      expect(failed[0]?.error).toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining('2.12') as string,
        hint: expect.stringContaining('"generate"') as string,
      });
      expect(mintings(rancher)).toBe(1);
    }));

  test('a failure that passes is overcome by one more try', () =>
    withMinting(
      { clusters: clusters('a', 'b'), knobs: { extension: true, failures: [{ path: /kubeconfigs$/, times: 1, answer: 500 }] } },
      EXT,
      async ({ open, rancher }) => {
        expect(await open().refresh()).toMatchObject({ outcome: 'Success' });
        expect(minted(rancher)).toHaveLength(1);
      },
    ));

  test.each([
    [{ mode: 'nsk', kubeconfigs: 'ext' }, /mode "rancher"/],
    [{ mode: 'auto', kubeconfigs: 'generate' }, /mode "rancher"/],
    [{ directEndpoints: true }, /"generate" or "ext"/],
    [{ tokenHandoverMs: -1 }, /between 0 and 60000/],
    [{ clusterIds: ['Prod A'] }, /ids of clusters/],
  ] as const)('%j is no configuration', (changes, message) =>
    withMinting({}, {}, async ({ open }) => {
      expect(() => open(changes)).toThrow(message);
      return Promise.resolve();
    }),
  );
});
