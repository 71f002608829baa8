import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { clusters, withStage } from './nsk-stage.js';

const NSK = fileURLToPath(new URL('../../../support/nsk/nsk.mjs', import.meta.url));

test('kubeconfigs that nsk cannot fetch stay as they are, each with its reason; what it can fetch is written', { timeout: 90_000 }, () =>
  withStage({ clusters: clusters('a', 'b', 'c'), tls: false }, async ({ open, files, rancher }) => {
    const nsk = open({ mode: 'nsk', nskPath: NSK, maxAgeMs: 0, retryRules: { tries: 1 }, timeoutMs: 60_000 });
    expect(await nsk.refresh()).toMatchObject({ outcome: 'Success', written: ['a', 'b', 'c'] });
    const before = await files();
    rancher.knobs.failures = [
      { path: /c-m-00000000/, times: 1_000, answer: 500 },
      { path: /c-m-00000002/, times: 1_000, answer: '502 html' },
    ];
    expect(await nsk.refresh()).toMatchObject({
      outcome: 'Partial',
      summary: 'Partial (1/3 clusters updated, failed: a, c)',
      written: ['b'],
      failed: [
        { cluster: 'a', error: { code: 'SERVER_ERROR', cluster: 'a' } },
        { cluster: 'c', error: { code: 'SERVER_ERROR', cluster: 'c' } },
      ],
    });
    const after = await files();
    expect([after['a.yaml'], after['c.yaml']]).toEqual([before['a.yaml'], before['c.yaml']]);
    expect(after['b.yaml']).not.toBe(before['b.yaml']);
  }),
);
