import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownNamespace } from '../../support/own-namespace.js';

const namespace = 'events-list';
const busy = 'events-list-busy';
const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString().replace(/\.\d+Z$/, 'Z');

interface EventFields {
  readonly name: string;
  readonly kind?: string;
  readonly about?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly type?: string;
  readonly [field: string]: unknown;
}

function event(
  where: string,
  { name, kind = 'Pod', about = 'web', reason = 'BackOff', message = 'again', type = 'Warning', ...rest }: EventFields,
): object {
  const involvedObject = { apiVersion: 'v1', kind, name: about, namespace: where };
  return { apiVersion: 'v1', kind: 'Event', metadata: { name }, involvedObject, reason, message, type, ...rest };
}

const EVENTS = [
  event(namespace, {
    name: 'a-new',
    about: 'zzz',
    reason: 'Pulled',
    message: 'image there',
    type: 'Normal',
    lastTimestamp: minutesAgo(3),
    firstTimestamp: minutesAgo(3),
    count: 1,
  }),
  event(namespace, { name: 'b-same', lastTimestamp: minutesAgo(20), firstTimestamp: minutesAgo(60), count: 5 }),
  event(namespace, { name: 'c-same', lastTimestamp: minutesAgo(10), firstTimestamp: minutesAgo(30), count: 2 }),
  event(namespace, {
    name: 'd-old',
    kind: 'Node',
    about: 'node-1',
    reason: 'NodeNotReady',
    message: 'm'.repeat(1000),
    lastTimestamp: minutesAgo(180),
    count: 1,
  }),
  // As events.k8s.io writes them: no first and last moment, and a series.
  event(namespace, {
    name: 'e-series',
    about: 'api',
    reason: 'Unhealthy',
    message: 'probe failed',
    eventTime: new Date(Date.now() - 40 * 60_000).toISOString().replace('Z', '000Z'),
    series: { count: 9, lastObservedTime: new Date(Date.now() - 5 * 60_000).toISOString().replace('Z', '000Z') },
    reportingComponent: 'kubelet',
    reportingInstance: 'node-1',
    action: 'Probing',
  }),
];

await describeWithFleet('events_list', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  const removals: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, readOnly: true });
    for (const name of [namespace, busy]) removals.push(await ownNamespace(local, name));
    const many = Array.from({ length: 620 }, (_, index) =>
      event(busy, {
        name: `e${String(index).padStart(4, '0')}`,
        message: `${String(index)} ${'x'.repeat(200)}`,
        lastTimestamp: minutesAgo(index % 50),
        count: 1,
      }),
    );
    await Promise.all(
      local.clusters.map(async ({ adminClient }) => {
        for (const [where, events] of [
          [namespace, EVENTS],
          [busy, many],
        ] as const) {
          const answers = await Promise.all(events.map((body) => adminClient.request('POST', `/api/v1/namespaces/${where}/events`, body)));
          const refused = answers.find(({ status }) => status !== 201);
          if (refused !== undefined) throw new Error(refused.text);
        }
      }),
    );
  });
  afterAll(async () => {
    for (const remove of removals) await remove();
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const reasons = async (input: Record<string, unknown>): Promise<unknown[]> => {
      const { output } = await fleet.call({ operation: 'events_list', input: { cluster, namespace, ...input } });
      return (output['rows'] as unknown[][]).map((row) => row[2]);
    };

    test('newest first, with age and count, repetitions joined', async () => {
      const result = await fleet.call({ operation: 'events_list', input: { cluster, namespace } });
      expect(result.output).toMatchObject({
        cluster,
        kind: 'Event',
        columns: ['last seen', 'type', 'reason', 'object', 'count', 'first seen', 'message'],
        rows: [
          [expect.stringMatching(/^3m/), 'Normal', 'Pulled', 'pod/zzz', 1, expect.stringMatching(/^3m/), 'image there'],
          [expect.stringMatching(/^5m/), 'Warning', 'Unhealthy', 'pod/api', 9, '40m', 'probe failed'],
          ['10m', 'Warning', 'BackOff', 'pod/web', 7, '60m', 'again'],
          ['3h', 'Warning', 'NodeNotReady', 'node/node-1', 1, expect.anything(), `${'m'.repeat(500)}…`],
        ],
      });
      expect(result.text()).toMatch(new RegExp(`^${cluster}: 4 Event in namespace ${namespace}\nLAST-SEEN +TYPE +REASON +OBJECT`));
    });

    test('type, reason, object and time choose, alone and together', async () => {
      expect(await reasons({ type: 'Normal' })).toEqual(['Pulled']);
      expect(await reasons({ reason: 'BackOff' })).toEqual(['BackOff']);
      expect(await reasons({ kind: 'node' })).toEqual(['NodeNotReady']);
      expect(await reasons({ kind: 'Pods', name: 'api' })).toEqual(['Unhealthy']);
      expect(await reasons({ since: '15m' })).toEqual(['Pulled', 'Unhealthy', 'BackOff']);
      expect(await reasons({ type: 'Warning', since: '15m', fieldSelector: 'involvedObject.name=web' })).toEqual(['BackOff']);
      expect(await reasons({ reason: 'NoSuch' })).toEqual([]);
    });

    test('a kind that no event is about is told, with those that there are', async () => {
      const { note, rows } = await fleet.run('events_list', { cluster, namespace, kind: 'deploy' });
      expect(rows).toEqual([]);
      expect(note).toBe('No event is about a "deploy"; events here are about: Node, Pod.');
    });

    test('an answer is bounded, and continues to the end without losing or repeating an event', async () => {
      const first = await fleet.call({ operation: 'events_list', input: { cluster, namespace: busy } });
      expect(first.text().length).toBeLessThan(25_000);
      expect(first.text()).toMatch(/more rows\. Next: same call with continue=before:/);
      const messages: unknown[] = [];
      let token: string | undefined;
      do {
        const page = await fleet.run('events_list', {
          cluster,
          namespace: busy,
          limit: 200,
          ...(token === undefined ? {} : { continue: token }),
        });
        messages.push(...page.rows.map((row) => row.at(-1)));
        token = page.continue;
      } while (token !== undefined);
      expect(new Set(messages).size).toBe(620);
      expect(messages).toHaveLength(620);
      expect((await fleet.run('events_list', { cluster, namespace: busy, limit: 0 })).rows).toHaveLength(620);
    });

    test('all namespaces, each row with its own', async () => {
      const { columns, rows } = await fleet.run('events_list', { cluster, name: 'zzz' });
      expect(columns[0]).toBe('namespace');
      expect(rows[0]?.[0]).toBe(namespace);
    });

    test.each([
      { type: 'warning' },
      { since: 'yesterday' },
      { reason: 'a,b=c' },
      { name: 'a,type=Normal' },
      { continue: 'nonsense' },
      { fieldSelector: 'no.such.field=1' },
      { namespace: '../pods' },
    ])('refuses %j', async (input) => {
      expect(await failureOf(fleet.call({ operation: 'events_list', input: { cluster, namespace, ...input } }))).toMatchObject({
        code: 'INPUT_INVALID',
      });
    });
  });
});
