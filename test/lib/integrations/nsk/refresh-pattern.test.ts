import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../support/failure.js';
import { clusters, withStage } from './nsk-stage.js';

const NAMES = ['prod-1', 'prod-2', 'dev-1'];

describe('a refresh of clusters that fit a pattern', () => {
  test('writes those only, and accounts for all that is listed', () =>
    withStage({ clusters: clusters(...NAMES) }, async ({ open, files }) => {
      const nsk = open();
      expect(await nsk.refresh({ pattern: '^prod-' })).toMatchObject({ clusters: 2, summary: 'Success (2 clusters updated)' });
      expect(Object.keys(await files())).toEqual(['prod-1.yaml', 'prod-2.yaml']);
      expect((await nsk.status()).clusters.map(({ name, path }) => [name, path !== undefined])).toEqual([
        ['prod-1', true],
        ['prod-2', true],
        ['dev-1', false],
      ]);
    }));

  test('forced, believes only of those that they are gone', () =>
    withStage({ clusters: clusters('prod-1', 'prod-2', 'dev-1', 'dev-2') }, async ({ open, rancher }) => {
      const nsk = open();
      await nsk.refresh();
      rancher.clusters.splice(1, 3);
      expect(await nsk.refresh({ pattern: '^prod-', force: true })).toMatchObject({ removed: ['prod-2'], held: ['dev-1', 'dev-2'] });
    }));

  test('is shared by those who ask for the same pattern, not by others', () =>
    withStage({ clusters: clusters(...NAMES), knobs: { latencyMs: 20 } }, async ({ open }) => {
      const nsk = open();
      const [first, second, other, all] = await Promise.all([
        nsk.refresh({ pattern: 'prod' }),
        nsk.refresh({ pattern: 'prod' }),
        nsk.refresh({ pattern: 'dev' }),
        nsk.refresh(),
      ]);
      expect(first).toBe(second);
      expect(new Set([first, other, all]).size).toBe(3);
      expect([first, other, all].flatMap(({ written }) => written).toSorted()).toEqual(NAMES.toSorted());
    }));

  test.each([
    ['that is not closed', '(', 'is not a regular expression'],
    ['that looks ahead', '(?=prod)', 'looks around or back'],
    ['that looks back', '(a)\\1', 'looks around or back'],
    ['that RE2 does not know', 'a{2000}', 'RE2'],
    ['that is too long', 'a'.repeat(501), 'at most 500'],
  ])('one %s is refused before anything happens', (_what, pattern, why) =>
    withStage({ clusters: clusters(...NAMES) }, async ({ open, rancher }) => {
      const nsk = open();
      const expected = { code: 'INPUT_INVALID', message: expect.stringContaining(why) as string };
      expect(await failureOf(nsk.refresh({ pattern }))).toMatchObject(expected);
      expect(await failureOf(nsk.discover({ pattern }))).toMatchObject(expected);
      expect(rancher.requests).toEqual([]);
      expect(await nsk.status()).toMatchObject({ health: 'Unknown', history: [] });
    }),
  );

  test('takes no longer for a pattern that is made to take for ever', () =>
    withStage({ clusters: clusters(`${'a'.repeat(60)}b`) }, async ({ open }) => {
      const began = performance.now();
      expect(await open().discover({ pattern: '^(a+)+$' })).toEqual([]);
      expect(performance.now() - began).toBeLessThan(5_000);
    }));
});

test('patterns of the configuration are those of Go: flags are known', () =>
  withStage({ clusters: clusters(...NAMES) }, async ({ open, files }) => {
    await open({ clusterPattern: '(?i)^PROD-' }).refresh();
    expect(Object.keys(await files())).toEqual(['prod-1.yaml', 'prod-2.yaml']);
    const wrong = open({ clusterPattern: 'a{2000}' });
    expect(await failureOf(wrong.refresh())).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('clusterPattern') as string,
    });
    expect(await wrong.status()).toMatchObject({ health: 'Degraded', history: [{ outcome: 'Failed' }] });
  }));

test('discover lists what fits, and writes nothing', () =>
  withStage({ clusters: clusters(...NAMES) }, async ({ open, files }) => {
    expect((await open().discover({ pattern: '-1$' })).map(({ name }) => name)).toEqual(['prod-1', 'dev-1']);
    await expect(files()).rejects.toThrow('ENOENT');
  }));
