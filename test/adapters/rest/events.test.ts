import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRestHandler } from '../../../src/adapters/rest/index.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import { kubeconfig, temporaryDirectory } from '../../support/kubeconfigs.js';
import { ownToolset } from '../../support/own-operations.js';
import { followEvents, recordOf } from './follow-events.js';
import { echoRead } from './own-rest-operations.js';
import { allEvents, eventsOf, openEvents } from './read-events.js';
import { json, startRest, type RestServer } from './rest-server.js';

const FORMS = ['text/event-stream', 'application/x-ndjson'] as const;

describe('GET /v1/events', () => {
  let fleet: Fleet;
  let rest: RestServer;
  const call = (requestId: string): Promise<unknown> => fleet.call({ operation: 'echo_read', input: {}, requestId });
  const isOf = (requestId: string) => (data: Readonly<Record<string, unknown>>) => data['request_id'] === requestId;
  beforeAll(async () => {
    fleet = createFleet({}, { toolsets: [ownToolset([echoRead])] });
    rest = await startRest(fleet, { heartbeatMs: 25 });
  });
  afterAll(async () => {
    await rest[Symbol.asyncDispose]();
    await fleet.close();
  });

  test.each(FORMS)('%s: tells what happens, in order, with growing ids and names as on the wire', async (accept) => {
    using events = await followEvents(`${rest.url}/v1/events`, { accept });
    expect(events.response.headers).toMatchObject({
      'content-type': expect.stringContaining(accept),
      'cache-control': expect.stringContaining('no-store'),
    });
    const opening = await events.until('open');
    expect(opening.data).toEqual({ last_event_id: expect.any(String), heartbeat_ms: 25, status_interval_ms: 5000 });
    for (const requestId of ['first', 'second', 'third']) await call(requestId);
    const finished = await events.until('operation-finished', isOf('third'));
    expect(finished.data).toMatchObject({
      at: expect.any(String),
      operation: 'echo_read',
      outcome: 'ok',
      started_at: expect.any(String),
      duration_ms: expect.any(Number),
    });
    const own = events.seen.filter(({ name }) => name === 'operation-finished');
    expect(own.map(({ data }) => recordOf(data)['request_id'])).toEqual(['first', 'second', 'third']);
    const numbers = [opening, ...own].map(({ id }) => Number(id?.split('-')[1]));
    expect(numbers).toEqual([0, 1, 2, 3].map((step) => numbers[0]! + step));
    await events.until('heartbeat');
  });

  test.each(FORMS)('%s: a reader that comes back goes on where it was', async (accept) => {
    using before = await followEvents(`${rest.url}/v1/events`, { accept });
    await before.until('open');
    await call(`seen by ${accept}`);
    const { id = '' } = await before.until('operation-finished');
    await call('missed 1');
    await call('missed 2');
    using after = await followEvents(`${rest.url}/v1/events?recent=5`, { accept, headers: { 'Last-Event-ID': id } });
    await after.until('operation-finished', isOf('missed 2'));
    expect(after.seen.filter(({ name }) => name !== 'heartbeat').map(({ name }) => name)).toEqual([
      'open',
      'operation-finished',
      'operation-finished',
    ]);
  });

  test('recent ones come first, and many operations do not push out the rest', async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory.path, 'prod-1.yaml'), kubeconfig({ server: 'https://127.0.0.1:1' }));
    const own = createFleet({ kubeconfigDir: directory.path }, { toolsets: [ownToolset([echoRead])] });
    await using server = await startRest(own);
    await own.clusters.start();
    for (let count = 0; count < 1200; count += 1) await own.call({ operation: 'echo_read', input: {}, requestId: `r${count}` });
    using events = await followEvents(`${server.url}/v1/events?recent=3`);
    await events.until('operation-finished', isOf('r1199'));
    expect(events.seen.slice(1).map(({ name, data }) => [name, recordOf(data)['cluster'] ?? recordOf(data)['request_id']])).toEqual([
      ['cluster-added', 'prod-1'],
      ...['r1197', 'r1198', 'r1199'].map((id) => ['operation-finished', id]),
    ]);
    await own.close();
    directory.remove();
  });

  test('an id of an earlier server is answered with what there is, and the gap is told', async () => {
    await call('kept');
    using events = await followEvents(`${rest.url}/v1/events`, { headers: { 'Last-Event-ID': 'aaaaaaaa0000-17' } });
    await events.until('operation-finished', isOf('kept'));
    expect(events.seen.slice(0, 2).map(({ name, data }) => [name, data])).toEqual([
      ['open', expect.any(Object)],
      ['dropped', {}],
    ]);
  });

  test('as one answer: the last ones, then what happened since', async () => {
    await call('once');
    const first = json(await rest.ask('/v1/events'));
    expect(first['events']).toContainEqual({
      id: expect.any(String),
      type: 'operation-finished',
      data: expect.objectContaining({ request_id: 'once' }),
    });
    await call('twice');
    const second = json(await rest.ask('/v1/events?status=true', { headers: { 'Last-Event-ID': String(first['last_event_id']) } }));
    expect(second).toEqual({
      events: [{ id: expect.any(String), type: 'operation-finished', data: expect.objectContaining({ request_id: 'twice' }) }],
      last_event_id: expect.any(String),
      incomplete: false,
      status: [],
    });
  });

  test.each([
    ['/v1/events?recents=1', 400, 'INPUT_INVALID'],
    ['/v1/events?recent=201', 400, 'INPUT_INVALID'],
    ['/v1/events?recent=-1', 400, 'INPUT_INVALID'],
    ['/v1/events?recent=1.5', 400, 'INPUT_INVALID'],
    ['/v1/events?recent=', 400, 'INPUT_INVALID'],
    ['/v1/events?recent=1&recent=2', 400, 'INPUT_INVALID'],
    ['/v1/events?status=yes', 400, 'INPUT_INVALID'],
  ])('%s is refused with %i %s', async (path, status, code) => {
    const answer = await rest.ask(path, { headers: { Accept: 'text/event-stream' } });
    expect([answer.status, json(answer)['code']]).toEqual([status, code]);
  });

  test.each(['17', 'x', '-1', 'aaaaaaaa0000-', 'aaaaaaaa0000--1', 'ÿ-1', '../../etc'])('the id %j was sent by nobody', async (id) => {
    const answer = await rest.ask('/v1/events', { headers: { 'Last-Event-ID': id } });
    expect([answer.status, json(answer)['code']]).toEqual([400, 'INPUT_INVALID']);
  });

  test('an id that is still to come was sent by nobody either', async () => {
    const { last_event_id: latest } = json(await rest.ask('/v1/events'));
    const later = String(latest).replace(/\d+$/, (number) => String(Number(number) + 1));
    expect((await rest.ask('/v1/events', { headers: { 'Last-Event-ID': later } })).status).toBe(400);
  });

  test('other methods, bodies and forms are refused; HEAD has the head only', async () => {
    const posted = await rest.ask('/v1/events', { method: 'POST' });
    expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD']);
    expect((await rest.ask('/v1/events', { headers: { 'Content-Type': 'application/json' }, body: '{}' })).status).toBe(400);
    expect((await rest.ask('/v1/events', { headers: { Accept: 'text/html' } })).status).toBe(406);
    const head = await rest.ask('/v1/events', { method: 'HEAD', headers: { Accept: 'text/event-stream' } });
    expect([head.status, head.headers['content-type'], head.text]).toEqual([200, 'text/event-stream; charset=utf-8', '']);
  });

  test.each(FORMS)('%s: a slow reader loses the oldest and is told how many; the server keeps nothing for it', async (accept) => {
    const own = createFleet({}, { toolsets: [ownToolset([echoRead])] });
    await using server = await startRest(own);
    const response = await openEvents(`${server.url}/v1/events`, accept);
    response.pause();
    const padding = 'x'.repeat(20_000);
    const total = 2500;
    for (let count = 0; count < total; count += 1) {
      await own.call({ operation: 'echo_read', input: {}, requestId: `${count} ${padding}` });
      // The server writes between the calls.
      if (count % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const numbers: number[] = [];
    let dropped = 0;
    for await (const { name, data } of eventsOf(response)) {
      if (name === 'dropped') dropped += Number(recordOf(data)['count']);
      if (name === 'operation-finished') numbers.push(Number(String(recordOf(data)['request_id']).split(' ')[0]));
      if (numbers.at(-1) === total - 1) break;
    }
    expect(dropped).toBeGreaterThan(0);
    expect(numbers.length + dropped).toBe(total);
    expect(numbers).toEqual([...numbers].sort((left, right) => left - right));
    // The newest are there without a gap.
    expect(numbers.slice(-900)).toEqual(Array.from({ length: 900 }, (_value, index) => total - 900 + index));
    response.destroy();
    await own.close();
  });

  test('streams end when the server closes, and new ones are refused', async () => {
    const own = createFleet({});
    const handler = createRestHandler(own);
    const server = createServer((request, response) => void handler.handle(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/v1/events`;
    const response = await openEvents(url, 'text/event-stream');
    const ended = allEvents(response);
    await handler.close({ timeoutMs: 20_000 });
    expect((await ended).map(({ name }) => name)).toEqual(['open']);
    const refused = await openEvents(url, 'text/event-stream');
    expect(refused.statusCode).toBe(503);
    refused.resume();
    server.close();
    await own.close();
  });
});
