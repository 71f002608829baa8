import { describe, expect, it } from 'vitest';
import { coverageOf, type CoverageOutcome } from '../../../src/lib/clusters/coverage.js';
import { fleetStatus } from '../../../src/lib/clusters/fleet-status.js';
import { FleetProber } from '../../../src/lib/clusters/fleet-prober.js';
import { FleetError, type ErrorCode } from '../../../src/lib/errors.js';
import { sharedSignal } from '../../../src/lib/platform/shared-signal.js';
import { describeCluster } from '../../support/descriptor.js';
import { sendJson, startServer } from '../../support/https-server.js';
import { SessionPool } from '../../../src/lib/clusters/session-pool.js';

const OUTCOMES: readonly CoverageOutcome[] = ['ok', 'stale', 'failed', 'denied', 'skipped'];

function sum(coverage: ReturnType<typeof coverageOf>): number {
  return OUTCOMES.reduce((total, outcome) => total + coverage[outcome], 0);
}

describe('coverage', () => {
  it('always adds up', () => {
    let seed = 11;
    const random = (below: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    for (let round = 0; round < 500; round += 1) {
      const outcomes = Array.from({ length: random(40) }, () => OUTCOMES[random(OUTCOMES.length)] ?? 'ok');
      const coverage = coverageOf(outcomes);
      expect(coverage.matched).toBe(outcomes.length);
      expect(sum(coverage)).toBe(outcomes.length);
      for (const outcome of OUTCOMES) expect(coverage[outcome]).toBe(outcomes.filter((other) => other === outcome).length);
    }
  });
});

describe('the status of clusters that answer in every way', () => {
  const answers: Record<string, { readonly status: number; readonly outcome: CoverageOutcome; readonly state: string }> = {
    good: { status: 200, outcome: 'ok', state: 'Ready' },
    unauthorized: { status: 401, outcome: 'denied', state: 'NotReady' },
    forbidden: { status: 403, outcome: 'ok', state: 'Ready' },
    failing: { status: 500, outcome: 'failed', state: 'NotReady' },
    throttled: { status: 429, outcome: 'failed', state: 'NotReady' },
    missing: { status: 404, outcome: 'failed', state: 'NotReady' },
  };
  const broken: Record<string, ErrorCode> = { unreadable: 'KUBECONFIG_INVALID', plugin: 'CREDENTIAL_PLUGIN_MISSING' };

  it('adds up, whatever they answer, also when some are stale and the call is cancelled', async () => {
    await using server = await startServer((request, response) => {
      const name = /^\/(\w+)\//.exec(request.url ?? '')?.[1] ?? '';
      const status = answers[name]?.status ?? 200;
      if (name === 'page') response.end('<html>not an API server</html>');
      else if (status !== 200) sendJson(response, { kind: 'Status', code: status, message: 'no' }, status);
      else if (request.url?.endsWith('/version') === true) sendJson(response, { gitVersion: 'v1.30.0' });
      else
        sendJson(response, { kind: 'Table', columnDefinitions: [{ name: 'Name' }, { name: 'Status' }], rows: [{ cells: ['n', 'Ready'] }] });
    });
    const names = [...Object.keys(answers), ...Object.keys(broken), 'page'];
    const entries = names.map((name, index) => {
      const code = broken[name];
      const connect = code === undefined ? {} : { connect: () => Promise.reject(new FleetError(code, 'broken')) };
      const descriptor = describeCluster(`${server.url}/${name}`, {}, { name, ...connect });
      return { descriptor, ...(index % 2 === 0 ? {} : { stale: { since: '2026-01-01T00:00:00.000Z', why: 'held' as const } }) };
    });
    const pool = new SessionPool();
    const prober = new FleetProber({
      session: (cluster) => pool.session(cluster),
      onTransition: () => undefined,
      concurrency: 10,
      timeoutMs: 5000,
    });
    const signal = sharedSignal(new AbortController().signal);
    const fresh = await fleetStatus(
      prober,
      entries.map(({ descriptor }) => ({ descriptor })),
      { signal },
    );
    expect(Object.fromEntries(fresh.clusters.map(({ cluster, state }) => [cluster, state]))).toEqual({
      ...Object.fromEntries(Object.entries(answers).map(([name, { state }]) => [name, state])),
      unreadable: 'Unknown',
      plugin: 'Unknown',
      page: 'Unknown',
    });
    expect(fresh.coverage).toEqual({ matched: 9, ok: 2, stale: 0, failed: 6, denied: 1, skipped: 0 });
    const reasons = Object.fromEntries(fresh.clusters.map(({ cluster, reason }) => [cluster, reason]));
    expect(reasons).toMatchObject({
      unauthorized: '401',
      forbidden: '403',
      failing: 'server-error',
      unreadable: 'kubeconfig',
      plugin: 'credential-plugin',
      page: 'bad-response',
    });
    for (const cancelled of [signal, sharedSignal(AbortSignal.abort())]) {
      const { coverage, clusters } = await fleetStatus(prober, entries, { signal: cancelled });
      expect(sum(coverage)).toBe(names.length);
      expect(clusters).toHaveLength(names.length);
      expect(coverage.skipped).toBe(cancelled.aborted ? names.length : 0);
    }
    await pool.close();
  });
});
