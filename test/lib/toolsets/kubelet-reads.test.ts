import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import { startLocalFleet, type LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet } from '../../support/fleet.js';
import { startKubelet, type TestKubelet } from '../../support/kubelet.js';

const GI = 2 ** 30;
const MI = 2 ** 20;

const podStats = (name: string, cores: number, memory: number, used = 0): object => ({
  'podRef': { name, namespace: 'shop', uid: name },
  'cpu': { usageNanoCores: cores * 1e9 },
  'memory': { workingSetBytes: memory },
  'ephemeral-storage': { usedBytes: 5 * MI },
  'volume': [{ name: 'data', usedBytes: used, capacityBytes: 100, pvcRef: { name: `${name}-data`, namespace: 'shop' } }],
});

const SUMMARY = {
  node: {
    nodeName: 'played',
    startTime: new Date(Date.now() - 2 * 3600_000).toISOString(),
    cpu: { usageNanoCores: 1_250_000_000 },
    memory: { workingSetBytes: 3 * GI, availableBytes: GI, rssBytes: GI },
    fs: { availableBytes: 20 * GI, capacityBytes: 100 * GI, usedBytes: 75 * GI, inodes: 1000, inodesFree: 900 },
    runtime: { imageFs: { availableBytes: 20 * GI, capacityBytes: 100 * GI, usedBytes: 30 * GI } },
    rlimit: { maxpid: 32768, curproc: 400 },
    network: { name: 'eth0', rxBytes: GI, txBytes: 2 * GI, rxErrors: 1, txErrors: 2 },
  },
  pods: [podStats('small', 0.5, 10 * MI), podStats('large', 0.1, 900 * MI, 91), podStats('middle', 0.2, 100 * MI)],
};

const LOGS = {
  'kubelet.log': Array.from({ length: 300 }, (_, index) => `kubelet line ${String(index + 1)}\n`).join(''),
  'syslog': 'first\npassword=hunter2-syslog\nlast\n',
  'binary.bin': 'a\u0000b',
};

// A kubelet knows queries for services from 1.27 on: the older cluster's does not.
await describeWithFleet('what kubelets say', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  const kubelets = new Map<string, TestKubelet>();
  beforeAll(async () => {
    const clusters = [
      { name: 'legacy', version: '1.24' },
      { name: 'current', version: 'current' },
    ] as const;
    local = await startLocalFleet({ clusters: clusters.map((cluster) => ({ ...cluster, nodes: 1, controllers: false })) });
    for (const { name } of clusters) {
      kubelets.set(
        name,
        await startKubelet(local.cluster(name), { logs: LOGS, summary: SUMMARY, logQueries: name === 'current', networked: true }),
      );
    }
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, readOnly: true });
  }, 120_000);
  afterAll(async () => {
    await fleet.close();
    for (const kubelet of kubelets.values()) await kubelet[Symbol.asyncDispose]();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const target = (): { cluster: string; name: string } => ({ cluster, name: kubelets.get(cluster)?.node ?? '' });

    test('nodes_log gives the last lines of a service, and says where they are from', async () => {
      const output = await fleet.run('nodes_log', { ...target(), query: 'kubelet', tailLines: 2 });
      expect(output).toMatchObject({ cluster, log: 'kubelet line 299\nkubelet line 300\n', lines: 2 });
      if (cluster === 'current') expect(output).toMatchObject({ source: 'service kubelet', truncated: false });
      else expect(output).toMatchObject({ source: '/var/log/kubelet.log', notes: [expect.stringContaining('answers no queries')] });
    });

    test.each(['/kubelet.log', 'kubelet.log', '/var/log/kubelet.log', 'var/log/kubelet.log'])(
      'nodes_log reads the file %s',
      async (query) => {
        const result = await fleet.call({ operation: 'nodes_log', input: { ...target(), query, tailLines: 1 } });
        expect(result.output).toMatchObject({ source: '/var/log/kubelet.log', log: 'kubelet line 300\n', truncated: false });
        expect(result.text()).toBe(`${cluster}: node ${target().name}, /var/log/kubelet.log, 1 lines\nkubelet line 300`);
      },
    );

    test('nodes_log finds lines, in a file and of a service', async () => {
      for (const query of ['kubelet', '/kubelet.log']) {
        const output = await fleet.run('nodes_log', { ...target(), query, grep: 'line 1?50$' });
        expect(output.log).toBe('kubelet line 50\n--\nkubelet line 150\n');
      }
    });

    test.each(['/', '/var/log', '/var/log/'])('nodes_log %s lists the files', async (query) => {
      const result = await fleet.call({ operation: 'nodes_log', input: { ...target(), query } });
      expect(result.output).toMatchObject({ files: ['binary.bin', 'kubelet.log', 'syslog'], log: '', lines: 0 });
      expect(result.text()).toContain('3 files\nbinary.bin\nkubelet.log\nsyslog');
    });

    test('nodes_log is bounded and masks secrets', async () => {
      const cut = await fleet.run('nodes_log', { ...target(), query: '/kubelet.log', tailLines: 0, max_bytes: 300 });
      expect(cut).toMatchObject({ truncated: true, notes: [expect.stringMatching(/^\d+ earlier lines were cut/)] });
      expect(cut.log).toMatch(/kubelet line 300\n$/);
      const secret = await fleet.call({ operation: 'nodes_log', input: { ...target(), query: '/syslog' } });
      expect(JSON.stringify(secret.output)).not.toContain('hunter2-syslog');
      expect(secret.output['log']).toMatch(/^first\n.*\nlast\n$/);
    });

    test.each([
      '/../etc/shadow',
      'a/../../etc/shadow',
      '/./kubelet.log',
      '//etc/shadow',
      '/a//b',
      '/%2e%2e/etc/shadow',
      '/..\\..\\etc',
      '/a?x=1',
      '/a#b',
      '-u',
    ])('nodes_log refuses %s and asks no node', async (query) => {
      const before = local.cluster(cluster).faults.counters().roundTrips;
      const failure = await failureOf(fleet.run('nodes_log', { ...target(), query }));
      expect(failure).toMatchObject({ code: 'INPUT_INVALID', details: { parameter: 'query' } });
      expect(local.cluster(cluster).faults.counters().roundTrips).toBe(before);
    });

    test('services, files and nodes that are not there are told apart', async () => {
      const service = await failureOf(fleet.run('nodes_log', { ...target(), query: 'crio' }));
      expect(service).toMatchObject({ code: 'NOT_FOUND', cluster });
      if (cluster === 'legacy') expect(service.hint).toMatch(/enableSystemLogQuery.*kubelet\.log/);
      expect(await failureOf(fleet.run('nodes_log', { ...target(), query: '/nowhere.log' }))).toMatchObject({ code: 'NOT_FOUND', cluster });
      expect(await failureOf(fleet.run('nodes_log', { cluster, name: 'nobody', query: '/' }))).toMatchObject({
        code: 'NOT_FOUND',
        hint: expect.stringContaining('shows the nodes'),
      });
      expect(await failureOf(fleet.run('nodes_log', { ...target(), query: '/binary.bin' }))).toMatchObject({
        code: 'INPUT_INVALID',
        message: expect.stringContaining('no text'),
      });
    });

    test('nodes_stats_summary gives the node and its greatest pods', async () => {
      const result = await fleet.call({ operation: 'nodes_stats_summary', input: { ...target(), limit: 2 } });
      expect(result.output).toMatchObject({
        cluster,
        node: {
          up: '120m',
          cpu: '1250m',
          memory: '3Gi of 4Gi (75%)',
          filesystem: '80Gi of 100Gi (80%), inodes 10%',
          image_filesystem: '80Gi of 100Gi (80%)',
          processes: '400 of 32768',
          network: 'eth0 received 1Gi, sent 2Gi, 3 errors',
        },
        pods: 3,
        rows: [
          ['shop', 'large', '100m', '900Mi', '5Mi', 'large-data 91%'],
          ['shop', 'middle', '200m', '100Mi', '5Mi', 'middle-data 0%'],
        ],
      });
      expect(result.text()).toMatch(/memory: 3Gi of 4Gi \(75%\)\n[^]*… 1 more pods/);
      const byCpu = await fleet.run('nodes_stats_summary', { ...target(), sort_by: 'cpu', limit: 0 });
      expect(byCpu.rows.map(([, name]) => name)).toEqual(['small', 'middle', 'large']);
    });

    test('whoever may not ask kubelets is told which right is missing', async () => {
      const restricted = createFleet({ kubeconfig: await local.cluster(cluster).kubeconfigPath('restricted') });
      try {
        const { name } = target();
        for (const failure of await Promise.all(
          [restricted.run('nodes_stats_summary', { name }), restricted.run('nodes_log', { name, query: '/' })].map(failureOf),
        ))
          expect(failure).toMatchObject({ code: 'FORBIDDEN', hint: expect.stringContaining('nodes/proxy') });
      } finally {
        await restricted.close();
      }
    });

    test('a node whose kubelet does not answer, and one that is not there', async () => {
      const gone = await startKubelet(local.cluster(cluster), { networked: true });
      await gone[Symbol.asyncDispose]();
      for (const failure of await Promise.all(
        [
          fleet.run('nodes_stats_summary', { cluster, name: gone.node }),
          fleet.run('nodes_log', { cluster, name: gone.node, query: 'kubelet' }),
        ].map(failureOf),
      )) {
        expect(failure).toMatchObject({
          code: 'SERVER_ERROR',
          cluster,
          hint: expect.stringContaining('whether it is ready'),
        });
      }
      await using unreachable = await startKubelet(local.cluster(cluster));
      const loopback = await failureOf(fleet.run('nodes_stats_summary', { cluster, name: unreachable.node }));
      expect(loopback).toMatchObject({ code: 'SERVER_ERROR', cluster, hint: expect.stringContaining('loopback') });
      expect(await failureOf(fleet.run('nodes_stats_summary', { cluster, name: 'nobody' }))).toMatchObject({ code: 'NOT_FOUND', cluster });
      expect(await failureOf(fleet.run('nodes_stats_summary', { cluster, name: '../pods' }))).toMatchObject({ code: 'INPUT_INVALID' });
    });
  });
});
