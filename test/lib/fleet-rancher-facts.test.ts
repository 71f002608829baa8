import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rancherClusters } from '../../src/lib/fleet-rancher-clusters.js';
import { clusterFacts } from '../../src/lib/fleet-rancher-facts.js';
import { followToken } from '../../src/lib/fleet-rancher-follow.js';
import { NskIntegration } from '../../src/lib/integrations/nsk/nsk-integration.js';
import { failureOf } from '../support/failure.js';
import { authority } from '../support/https-server.js';
import { nextEvent, rancherStage } from './fleet-rancher-stage.js';

const ENTRY = { id: 'c-1', name: 'one', readiness: 'Ready', lastSeen: '2026-03-01T08:15:00.000Z' } as const;
const RULES = { label: 'env', byValue: { production: 'prod', constructor: 'x' }, otherwise: 'dev' };
const factsOf = (entry: object, rules: Parameters<typeof clusterFacts>[1]['rules'] = RULES) =>
  clusterFacts({ ...ENTRY, labels: {}, ...entry }, { rancher: 'Rancher eu', rules });

test.each([
  [{ env: 'production' }, RULES, 'prod'],
  [{ env: 'qa' }, RULES, 'qa'],
  [{ env: 'toString' }, RULES, 'toString'],
  [{ env: '' }, RULES, 'dev'],
  [{ other: 'production' }, RULES, 'dev'],
  [{ env: 'production' }, { ...RULES, label: undefined }, 'dev'],
  [{}, { ...RULES, otherwise: undefined }, undefined],
  [{}, { ...RULES, label: 'constructor', otherwise: undefined }, undefined],
])('labels %j are of the environment that the rules say', (labels, rules, environment) => {
  expect(factsOf({ labels }, rules).environment).toBe(environment);
});

test.each([
  [{}, { state: 'Ready', message: undefined, observedAt: ENTRY.lastSeen }],
  [
    { readiness: 'NotReady', state: 'unavailable', message: 'Agent is away' },
    { state: 'NotReady', message: 'Agent is away' },
  ],
  [
    { readiness: 'NotReady', state: 'provisioning' },
    { state: 'NotReady', message: 'provisioning' },
  ],
  [
    { removedAt: '2026-03-02T00:00:00.000Z' },
    { state: 'Unknown', message: expect.stringContaining('removed'), observedAt: '2026-03-02T00:00:00.000Z' },
  ],
])('%j is reported in the words of Rancher', (entry, reported) => {
  expect(factsOf(entry).reported).toMatchObject({ by: 'Rancher eu', ...reported });
});

test('what is not known is not reported: the program nsk may list names only', () => {
  expect(factsOf({ readiness: 'Unknown' }).reported).toBeUndefined();
});

test('a first refresh that takes too long is told, and shows by itself later', async () => {
  await using stage = rancherStage();
  const rancher = await stage.rancher({
    clusters: [{ id: 'c-1', name: 'one' }],
    knobs: { failures: [{ path: /clusters/, times: 1, answer: 'hang' }] },
  });
  const integration = new NskIntegration({
    name: 'eu',
    directory: join(stage.folder, 'eu'),
    mode: 'rancher',
    rancherUrl: rancher.url,
    rancherToken: () => rancher.token,
    certificateAuthority: authority.certificate,
    timeoutMs: 1_000,
  });
  const follower = followToken(integration, undefined);
  const managed = rancherClusters({ integration, follower, prefix: undefined, rules: RULES, patienceMs: 50 });
  const signal = new AbortController().signal;
  try {
    const changed = new Promise<void>((resolve) => {
      managed.watch(resolve);
    });
    const error = await failureOf(managed.prepare(signal));
    expect(error).toMatchObject({ code: 'SOURCE_FAILED', message: 'The first kubeconfigs of Rancher eu are still being fetched.' });
    await changed;
    await managed.prepare(signal);
    expect([...(await managed.facts()).keys()]).toEqual([join(stage.folder, 'eu', 'one.yaml')]);
  } finally {
    await follower.close();
  }
});

test('a refresh that succeeds in part is a failure with the reason `partial`', async () => {
  await using stage = rancherStage();
  const clusters = Array.from({ length: 10 }, (_, index) => ({ id: `c-${String(index)}`, name: `n${String(index)}` }));
  const rancher = await stage.rancher({ clusters });
  const section = { url: rancher.url, token: rancher.token, ca: stage.ca, directory: join(stage.folder, 'eu'), environment: 'lab' };
  const fleet = stage.open({ rancher: { eu: section } });
  const started = nextEvent(fleet, 'refresh-started');
  await fleet.clusters.start();
  expect(await started).toMatchObject({ rancher: 'eu', provider: 'eu', force: false });
  expect(await fleet.metrics()).toContain('kubernetes_mcp_refresh_success_total{environment="lab"} 1');
  // Too many at once to be believed: they are held.
  clusters.splice(0, 8);
  const finished = nextEvent(fleet, 'refresh-finished');
  await fleet.ranchers[0]?.refresh();
  expect(await finished).toMatchObject({ rancher: 'eu', outcome: 'Partial', clusters: 2, written: [] });
  const text = await fleet.metrics();
  expect(text).toContain('kubernetes_mcp_refresh_failure_total{environment="lab",reason="partial"} 1');
  expect(text).toContain('kubernetes_mcp_refresh_success_total{environment="lab"} 1');
  expect(text).toContain('kubernetes_mcp_refresh_duration_seconds_count{environment="lab"} 2');
  expect(await fleet.clusters.list()).toHaveLength(10);
});
