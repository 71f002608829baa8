import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EventStream } from '../../../src/adapters/rest/answer/event-stream.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { authority, startServer, type TestServer } from '../../support/https-server.js';
import { kubeconfig, temporaryDirectory } from '../../support/kubeconfigs.js';
import { ownToolset } from '../../support/own-operations.js';
import { endless, failsLate, signal } from './own-rest-operations.js';
import { allEvents, eventsOf, openEvents } from './read-events.js';
import { json, startRest, type RestServer } from './rest-server.js';

const FORMS = ['text/event-stream', 'application/x-ndjson'] as const;

await describeWithFleet('streams of real clusters', () => {
  let clusters: LocalFleet;
  let fleet: Fleet;
  let rest: RestServer;
  beforeAll(async () => {
    clusters = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: clusters.kubeconfigDirectory });
    rest = await startRest(fleet);
  });
  afterAll(async () => {
    await rest[Symbol.asyncDispose]();
    await fleet.close();
    await clusters.close();
  });

  test.each(FORMS)('%s: each cluster is told as it answers, then the result', async (form) => {
    for (const path of ['/v1/clusters/clusters_status', '/v1/clusters/clusters_exec_all?operation=namespaces_list']) {
      const response = await openEvents(`${rest.url}${path}`, form);
      expect(response.headers).toMatchObject({ 'content-type': expect.stringContaining(form), 'x-accel-buffering': 'no' });
      const events = await allEvents(response);
      expect(events.map(({ name }) => name)).toEqual(['progress', 'progress', 'result']);
      expect(events[1]?.data).toMatchObject({ done: 2, total: 2 });
      expect(events[2]?.data).toMatchObject({ coverage: { matched: 2, ok: 2 } });
    }
  });

  test('a cluster that breaks is a part of the result, not the end of the stream', async () => {
    clusters.cluster('legacy').faults.reset();
    const response = await openEvents(`${rest.url}/v1/clusters/clusters_exec_all?operation=namespaces_list`, 'text/event-stream');
    const events = await allEvents(response);
    expect(events.at(-1)).toMatchObject({ name: 'result', data: { coverage: { matched: 2, ok: 1, failed: 1 } } });
    await clusters.cluster('legacy').faults.clear();
  });
});

describe('streams', () => {
  const directory = temporaryDirectory();
  const log = Array.from({ length: 50 }, (_value, index) => `line ${index} "quoted"`).join('\n');
  let cluster: TestServer;
  let fleet: Fleet;
  let rest: RestServer;
  beforeAll(async () => {
    cluster = await startServer((request, response) => {
      response.end(request.url?.includes('/log') === true ? `${log}\n` : '{}');
    });
    const trusted = { 'certificate-authority-data': Buffer.from(authority.certificate).toString('base64') };
    writeFileSync(join(directory.path, 'prod-1.yaml'), kubeconfig({ server: cluster.url, cluster: trusted }));
    fleet = createFleet({ kubeconfigDir: directory.path }, { toolsets: [ownToolset([failsLate])] });
    rest = await startRest(fleet);
  });
  afterAll(async () => {
    await rest[Symbol.asyncDispose]();
    await fleet.close();
    await cluster[Symbol.asyncDispose]();
    directory.remove();
  });

  test.each(FORMS)('%s: a log comes line by line, and the rest of the answer after it', async (form) => {
    const response = await openEvents(`${rest.url}/v1/core/pods_log?cluster=prod-1&name=web-0&namespace=shop`, form);
    expect(response.headers['x-fleetwright-cluster']).toBe('prod-1');
    const events = (await allEvents(response)).filter(({ name }) => name !== 'heartbeat');
    expect(events.filter(({ name }) => name === 'line').map(({ data }) => data)).toEqual(log.split('\n'));
    expect(events.at(-1)).toEqual({
      name: 'result',
      data: { cluster: 'prod-1', namespace: 'shop', pod: 'web-0', lines: 50, truncated: false },
    });
  });

  test.each(FORMS)('%s: what fails before the first event is an ordinary error', async (form) => {
    const answer = await rest.ask('/v1/clusters/clusters_status?cluster=nope', { headers: { Accept: form } });
    expect([answer.status, answer.headers['content-type']]).toEqual([404, 'application/problem+json']);
    expect(json(answer)['code']).toBe('CLUSTER_UNKNOWN');
  });

  test.each(FORMS)('%s: what fails later is an error event, with no secret in it', async (form) => {
    const events = await allEvents(await openEvents(`${rest.url}/v1/own/fails_late`, form));
    expect(events.map(({ name }) => name)).toEqual(['progress', 'error']);
    expect(events[1]?.data).toMatchObject({ code: 'SERVER_ERROR', status: 502, cluster: 'prod-1', requestId: expect.any(String) });
    expect(JSON.stringify(events)).not.toContain('abcdef0123456789abcdef');
  });

  test.each(FORMS)('%s: a quiet stream shows that it lives', async (form) => {
    const { operation, ended } = endless();
    const own = createFleet({}, { toolsets: [ownToolset([operation])] });
    await using server = await startRest(own, { heartbeatMs: 25 });
    const response = await openEvents(`${server.url}/v1/own/endless?quiet=true`, form);
    let heartbeats = 0;
    for await (const { name } of eventsOf(response)) {
      expect(name).toBe('heartbeat');
      heartbeats += 1;
      if (heartbeats === 3) break;
    }
    response.destroy();
    await ended;
    await own.close();
  });

  test.each([...FORMS, 'application/json', 'text/plain'])('%s: work ends when the client goes', async (form) => {
    const { operation, started, ended } = endless();
    const own = createFleet({}, { toolsets: [ownToolset([operation])] });
    await using server = await startRest(own);
    const finished = new Promise((resolve) => own.once('operation-finished', resolve));
    const leaving = new AbortController();
    const answer = fetch(`${server.url}/v1/own/endless`, { headers: { Accept: form }, signal: leaving.signal }).then((response) =>
      response.text(),
    );
    const rejected = expect(answer).rejects.toThrow();
    await started;
    leaving.abort();
    await Promise.all([rejected, ended]);
    expect(await finished).toMatchObject({ outcome: 'cancelled' });
    await own.close();
  });

  test.each(FORMS)('%s: a client that does not read holds up lines and gets only the newest progress', async (form) => {
    const blocked = signal();
    let lines = 0;
    const app = express();
    app.get('/', async (_request, response) => {
      const stream = new EventStream(response, form, 60_000);
      let sending = Promise.resolve();
      while (!response.writableNeedDrain) {
        await sending;
        sending = stream.send({ name: 'line', data: 'x'.repeat(200_000) });
        lines += 1;
        // What the kernel takes up is only seen after a turn of the loop.
        await new Promise((resolve) => setImmediate(resolve));
      }
      for (let done = 1; done <= 1000; done += 1) stream.offer({ name: 'progress', data: { done } });
      blocked.tell();
      await sending;
      stream.end({ name: 'result', data: {} });
    });
    const server = createServer((request, response) => {
      app(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const response = await openEvents(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, form);
    await blocked.told;
    const events = await allEvents(response);
    server.close();
    expect(events.filter(({ name }) => name === 'line')).toHaveLength(lines);
    expect(events.filter(({ name }) => name === 'progress')).toEqual([{ name: 'progress', data: { done: 1000 } }]);
    expect(events.at(-1)?.name).toBe('result');
  });
});
