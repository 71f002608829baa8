import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import { startLocalFleet, type LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet } from '../../support/fleet.js';
import { appendContainerLog, writeContainerLog, type LoggedLine } from '../../support/kubelet-logs.js';

const namespace = 'logs';
const numbered = (count: number): LoggedLine[] =>
  Array.from({ length: count }, (_, index) => ({ second: index, text: `line ${String(index + 1)}` }));

// What containers write is changed here: clusters of its own.
await describeWithFleet('pods_log', () => {
  let local: LocalFleet;
  let fleet: Fleet;

  beforeAll(async () => {
    const clusters = [
      { name: 'legacy', version: '1.24' },
      { name: 'current', version: 'current' },
    ] as const;
    local = await startLocalFleet({ clusters: clusters.map((cluster) => ({ ...cluster, nodes: 1, controllers: false, kwok: true })) });
    for (const cluster of local.clusters) {
      await cluster.seed({ namespace, pods: 3 });
      const create = async (body: object): Promise<void> => {
        const answer = await cluster.adminClient.request('POST', `/api/v1/namespaces/${namespace}/pods`, body);
        if (answer.status !== 201) throw new Error(answer.text);
      };
      const containers = ['main', 'sidecar'].map((name) => ({ name, image: 'registry.example.com/app:1.0' }));
      const nodeName = cluster.description.nodes[0];
      await create({
        metadata: { name: 'two', labels: { app: 'two' } },
        spec: { nodeName, containers, tolerations: [{ operator: 'Exists' }] },
      });
      // Nothing schedules here: it waits for a node for ever.
      await create({ metadata: { name: 'waits', labels: { app: 'two' } }, spec: { containers } });
    }
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
  }, 180_000);
  afterAll(async () => {
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const one = { cluster, namespace, name: 'pod-0000' };
    const several = { cluster, namespace, labelSelector: 'app=pod' };
    beforeEach(() => writeContainerLog(local, cluster, numbered(40)));

    test('the last lines of one pod, with the cluster in the first line of the text', async () => {
      const result = await fleet.call({ operation: 'pods_log', input: { ...one, tail: 2 } });
      expect(result.output).toEqual({ cluster, namespace, pod: 'pod-0000', log: 'line 39\nline 40\n', lines: 2, truncated: false });
      expect(result.text()).toBe(`${cluster}: log of ${namespace}/pod-0000, 2 lines\nline 39\nline 40`);
      expect(await fleet.run('pods_log', { ...one, tail: 0 })).toMatchObject({ lines: 40, truncated: false });
    });

    test('since, sinceTime and timestamps choose by time', async () => {
      const from = await fleet.run('pods_log', { ...one, sinceTime: '2026-01-02T03:04:38Z', timestamps: true });
      expect(from.log).toBe('2026-01-02T03:04:38.000000000Z line 39\n2026-01-02T03:04:39.000000000Z line 40\n');
      // They were all written long ago.
      expect(await fleet.run('pods_log', { ...one, since: '10m' })).toMatchObject({ log: '', lines: 0 });
    });

    test('several pods by labels are merged by time, each line with its pod', async () => {
      const output = await fleet.run('pods_log', { ...several, tail: 2 });
      const pods = ['pod-0000', 'pod-0001', 'pod-0002'];
      expect(output.log).toBe([39, 40].flatMap((line) => pods.map((pod) => `[${pod}] line ${String(line)}\n`)).join(''));
      expect(output.sources).toEqual(pods.map((pod) => ({ pod, container: 'main', lines: 2 })));
      expect(output).not.toHaveProperty('pod');
    });

    test('all containers of a pod; one of several must be chosen', async () => {
      const output = await fleet.run('pods_log', { cluster, namespace, name: 'two', all_containers: true, tail: 1 });
      expect(output.log).toBe('[two/main] line 40\n[two/sidecar] line 40\n');
      expect(await fleet.run('pods_log', { cluster, namespace, name: 'two', container: 'sidecar', tail: 1 })).toMatchObject({
        container: 'sidecar',
        lines: 1,
      });
      const choice = await failureOf(fleet.run('pods_log', { cluster, namespace, name: 'two' }));
      expect(choice).toMatchObject({ code: 'INPUT_INVALID', cluster, message: expect.stringContaining('choose one of: main, sidecar') });
    });

    test('a pod that has not started stands beside the lines of the others', async () => {
      const result = await fleet.call({ operation: 'pods_log', input: { cluster, namespace, labelSelector: 'app=two', tail: 1 } });
      expect(result.output).toMatchObject({
        lines: 1,
        sources: [
          { pod: 'two', lines: 1 },
          { pod: 'waits', lines: 0, error: expect.stringContaining('NOT_READY') },
        ],
      });
      expect(result.text()).toMatch(/^! waits\/main: NOT_READY: .*not been given a node/m);
      for (const follow of [false, true]) {
        const alone = await failureOf(fleet.run('pods_log', { cluster, namespace, name: 'waits', container: 'main', follow }));
        expect(alone).toMatchObject({ code: 'NOT_READY', cluster, retryable: true });
      }
      const none = await failureOf(fleet.run('pods_log', { cluster, namespace, name: 'waits', all_containers: true }));
      expect(none).toMatchObject({ code: 'NOT_READY', message: expect.stringContaining('None of 2 logs') });
    });

    test('previous is the run that crashed', async () => {
      const { log } = await fleet.run('pods_log', { ...one, previous: true });
      expect(log).toBe('starting\npanic: cannot reach the database\n');
    });

    test('grep finds lines in the whole log, with their surroundings', async () => {
      const found = await fleet.run('pods_log', { ...one, grep: 'line (3|30)$' });
      expect(found.log).toBe('line 3\n--\nline 30\n');
      expect((await fleet.run('pods_log', { ...one, grep: '^line 7$', grep_context: 1 })).log).toBe('line 6\nline 7\nline 8\n');
      expect((await fleet.run('pods_log', { ...one, grep: 'line', tail: 1 })).log).toBe('line 40\n');
      expect((await fleet.run('pods_log', { ...several, grep: 'line 1$' })).lines).toBe(3);
      const nothing = await fleet.call({ operation: 'pods_log', input: { ...one, grep: 'no such' } });
      expect(nothing.text()).toContain('(no lines)');
    });

    test('an answer is bounded: the newest lines stay, and it says what was cut', async () => {
      await writeContainerLog(local, cluster, numbered(5000));
      const output = await fleet.run('pods_log', { ...one, tail: 0 });
      expect(Buffer.byteLength(output.log)).toBeLessThanOrEqual(24 * 1024);
      expect(output.log).toMatch(/line 5000\n$/);
      expect(output).toMatchObject({ truncated: true, notes: [expect.stringMatching(/^\d+ earlier lines were cut.*since or grep/)] });
      const merged = await fleet.call({ operation: 'pods_log', input: { ...several, tail: 0, max_bytes: 1024 } });
      expect(Buffer.byteLength(String(merged.output['log']))).toBeLessThan(2048);
      expect(merged.output).toMatchObject({ truncated: true });
    });

    test('a line without an end is cut and says so', async () => {
      await writeContainerLog(local, cluster, [{ second: 0, text: 'x'.repeat(100_000) }]);
      const { log } = await fleet.run('pods_log', one);
      expect(log).toMatch(/^x{4096}… \[\d+ more characters\]\n/);
      expect(log.length).toBeLessThan(30_000);
    });

    test('secrets are masked before anything is looked for in them', async () => {
      const body =
        Buffer.from('not a key, but long enough to look like one'.repeat(4))
          .toString('base64')
          .match(/.{1,64}/g) ?? [];
      const lines = ['password=hunter2-logs', '-----BEGIN PRIVATE KEY-----', ...body, '-----END PRIVATE KEY-----', 'after the key'];
      await writeContainerLog(
        local,
        cluster,
        lines.map((text, second) => ({ second, text })),
      );
      for (const input of [
        one,
        { ...one, timestamps: true },
        several,
        { ...one, grep: '^[A-Za-z0-9+/=]{20,}$' },
        { ...one, grep: 'hunter2' },
      ]) {
        const result = await fleet.call({ operation: 'pods_log', input });
        const everything = JSON.stringify(result.output) + result.text();
        expect(everything).not.toContain('hunter2-logs');
        for (const part of body) expect(everything).not.toContain(part);
      }
      expect((await fleet.run('pods_log', one)).log).toContain('after the key');
    });

    test('follow tells new lines as progress and ends at its limit of lines', async () => {
      const told: string[] = [];
      const following = fleet.call({
        operation: 'pods_log',
        input: { ...one, follow: true, tail: 1, follow_lines: 2, follow_for: '60s' },
        onProgress: ({ message = '' }) => {
          told.push(message);
          if (told.length === 1) void appendContainerLog(local, cluster, { second: 60, text: 'and one more' });
        },
      });
      const { output } = await following;
      expect(output).toMatchObject({ log: 'line 40\nand one more\n', lines: 2, ended: 'lines', truncated: true });
      expect(output['notes']).toEqual([expect.stringMatching(/follow_lines.*sinceTime=2026-01-02T03:05:00/)]);
      expect(told.join('\n')).toBe('line 40\nand one more');
    });

    test('follow ends at its time, and when its caller cancels', async () => {
      const timed = await fleet.run('pods_log', { ...several, follow: true, tail: 1, follow_for: '300ms' });
      expect(timed).toMatchObject({ lines: 3, ended: 'time', truncated: false, notes: [expect.stringContaining('300ms')] });
      const controller = new AbortController();
      const cancelled = fleet.call({
        operation: 'pods_log',
        input: { ...one, follow: true, follow_for: '60s' },
        signal: controller.signal,
        onProgress: () => controller.abort(),
      });
      expect(await failureOf(cancelled)).toMatchObject({ code: 'CANCELLED', cluster });
    });

    test('pods, containers and labels that are not there are told apart', async () => {
      expect(await failureOf(fleet.run('pods_log', { ...one, name: 'nobody' }))).toMatchObject({ code: 'NOT_FOUND', cluster });
      expect(await failureOf(fleet.run('pods_log', { ...one, container: 'nobody' }))).toMatchObject({ code: 'INPUT_INVALID', cluster });
      const labels = await failureOf(fleet.run('pods_log', { ...several, labelSelector: 'app=nobody' }));
      expect(labels).toMatchObject({ code: 'NOT_FOUND', cluster, message: expect.stringContaining('app=nobody') });
      const container = await failureOf(fleet.run('pods_log', { ...several, container: 'nobody' }));
      expect(container).toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('they have: main') });
      expect(await failureOf(fleet.run('pods_log', { ...several, labelSelector: '=,=' }))).toMatchObject({
        cluster,
        code: 'INPUT_INVALID',
      });
    });
  });

  test.each([
    [{}, 'name'],
    [{ name: 'a', labelSelector: 'a=b' }, 'name'],
    [{ name: 'a', container: 'b', all_containers: true }, 'all_containers'],
    [{ name: 'a', since: '5m', sinceTime: '2026-01-02T03:04:00Z' }, 'sinceTime'],
    [{ name: 'a', since: 'yesterday' }, 'since'],
    [{ name: 'a', since: '-5m' }, 'since'],
    [{ name: 'a', sinceTime: 'yesterday' }, 'sinceTime'],
    [{ name: 'a', previous: true, follow: true }, 'follow'],
    [{ name: 'a', follow_for: '10s' }, 'follow_for'],
    [{ name: 'a', follow: true, follow_for: '2h' }, 'follow_for'],
    [{ name: 'a', grep_context: 2 }, 'grep_context'],
    [{ name: 'a', grep: '(unclosed' }, 'grep'],
    [{ name: 'a', grep: '' }, 'grep'],
    [{ name: 'a', tail: -1 }, 'tail'],
    [{ name: '../../secrets' }, 'name'],
  ])('refuses %j', async (input, parameter) => {
    const failure = await failureOf(fleet.call({ operation: 'pods_log', input: { cluster: 'legacy', namespace, ...input } }));
    expect(failure.code).toBe('INPUT_INVALID');
    expect(JSON.stringify([failure.message, failure.details])).toContain(parameter);
  });

  test('a pattern that is none is answered with what is wrong and where', async () => {
    const failure = await failureOf(fleet.run('pods_log', { cluster: 'legacy', namespace, name: 'pod-0000', grep: 'a(?=b)' }));
    expect(failure).toMatchObject({ details: { parameter: 'grep', position: 2 }, hint: expect.stringContaining('look-around') });
  });
});
