import { describe, expect, test } from 'vitest';
import { NskIntegration } from '../../../../src/lib/integrations/nsk/nsk-integration.js';
import { failureOf } from '../../../support/failure.js';
import { clusters, withStage } from './nsk-stage.js';

describe('start and stop', () => {
  test('refreshes at start and again; stop leaves nothing running', () =>
    withStage({ clusters: clusters('a') }, async ({ open, rancher }) => {
      const nsk = open({ autoRefresh: true, refreshIntervalMs: 1_000 });
      const second = new Promise<void>((resolve) => {
        let finished = 0;
        nsk.on('refresh-finished', () => {
          finished += 1;
          if (finished === 2) resolve();
        });
      });
      await nsk.start();
      expect((await nsk.status()).nextRefresh).toBeDefined();
      await second;
      await nsk.stop();
      expect((await nsk.status()).nextRefresh).toBeUndefined();
      expect(await failureOf(nsk.refresh())).toMatchObject({ code: 'CLOSED' });
      expect(rancher.requests.length).toBeGreaterThanOrEqual(2);
    }));

  test('the status tells the truth within one interval, when Rancher fails and when it is back', () =>
    withStage({ clusters: clusters('a') }, async ({ open, rancher }) => {
      const nsk = open({ autoRefresh: true, refreshIntervalMs: 1_000, retryRules: { tries: 1 } });
      const became = (wanted: string): Promise<void> =>
        new Promise((resolve) => nsk.on('health-changed', ({ health }) => (health === wanted ? resolve() : undefined)));
      const runs = (): number => rancher.requests.length;
      await nsk.start();
      const [degraded, before] = [became('Degraded'), runs()];
      rancher.knobs.failures = [{ path: /^\/v3/, times: 1_000, answer: 500 }];
      await degraded;
      expect(runs()).toBe(before + 1);
      expect(await nsk.status()).toMatchObject({
        health: 'Degraded',
        history: [{ outcome: 'Failed', error: { code: 'SERVER_ERROR' } }, {}],
      });
      const healthy = became('Healthy');
      rancher.knobs.failures = [];
      await healthy;
      expect(await nsk.status()).toMatchObject({ health: 'Healthy', history: [{ outcome: 'Success' }, {}, {}] });
    }));

  test('starting twice is one start: stop ends its only timer', () =>
    withStage({ clusters: clusters('a') }, async ({ open, rancher }) => {
      const nsk = open({ autoRefresh: true, refreshIntervalMs: 1_000 });
      await Promise.all([nsk.start(), nsk.start()]);
      await nsk.start();
      expect((await nsk.status()).history).toHaveLength(1);
      await nsk.stop();
      expect(rancher.requests).toHaveLength(1);
    }));

  test('stop ends a refresh that waits for its next try, and says why it ended', () =>
    withStage({ clusters: clusters('a'), knobs: { failures: [{ path: /^\/v3\/clusters/, times: 9, answer: 500 }] } }, async ({ open }) => {
      let waits = (): void => undefined;
      const waiting = new Promise<void>((resolve) => (waits = resolve));
      const nsk = open({ retryRules: { firstWaitMs: 60_000, longestWaitMs: 60_000, onRetry: () => waits() } });
      const refresh = failureOf(nsk.refresh());
      await waiting;
      await nsk.stop();
      expect(await refresh).toMatchObject({ code: 'CLOSED' });
    }));

  test('stop ends a refresh that hangs', () =>
    withStage(
      { clusters: clusters('a'), knobs: { failures: [{ path: /^\/v3\/clusters/, times: 9, answer: 'hang' }] } },
      async ({ open }) => {
        const nsk = open();
        const refresh = failureOf(nsk.refresh());
        await nsk.stop();
        expect(await refresh).toMatchObject({ code: 'CLOSED' });
      },
    ));
});

test('all problems of the options are told together', () => {
  const wrong = (): NskIntegration =>
    new NskIntegration({ directory: 'clusters', mode: 'rancher', rancherUrl: 'rancher', clusterPattern: '(', refreshIntervalMs: 5 });
  expect(wrong).toThrow(/directory .*rancherUrl .*rancherToken .*clusterPattern .*refreshIntervalMs/s);
});
