import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { z } from 'zod';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRestHandler, type RestHandler } from '../../../src/adapters/rest/index.js';
import { createFleet, defineOperation, type Fleet } from '../../../src/index.js';
import { ownToolset } from '../../support/own-operations.js';
import { ask } from '../mcp/http-requests.js';
import { endless, signal } from './own-rest-operations.js';
import { json } from './rest-server.js';

let release: () => void;
let working: Promise<void>;
let stuck: ReturnType<typeof endless>;
let fleet: Fleet;
let rest: RestHandler;
let server: Server;
let url: string;

beforeEach(async () => {
  const started = signal();
  const released = signal();
  release = released.tell;
  working = started.told;
  stuck = endless();
  const slow = defineOperation({
    name: 'slow',
    title: 'Slow',
    description: 'Ends when it is told to.',
    scope: 'local',
    effect: 'read',
    idempotent: true,
    input: z.object({}),
    output: z.object({ finished: z.boolean() }),
    handler: async () => {
      started.tell();
      await released.told;
      return { finished: true };
    },
  });
  fleet = createFleet({}, { toolsets: [ownToolset([slow, stuck.operation])] });
  rest = createRestHandler(fleet);
  server = createServer((request, response) => {
    void rest.handle(request, response).then((handled) => {
      if (!handled) response.writeHead(418).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterEach(async () => {
  await rest.close();
  server.close();
  server.closeAllConnections();
  await fleet.close();
});

test('it answers its own paths in a server without Express, and leaves the others', async () => {
  const answer = await ask(`${url}/v1/clusters`);
  expect([answer.status, answer.headers['x-powered-by']]).toEqual([200, undefined]);
  expect((await ask(`${url}/openapi.yaml`)).status).toBe(200);
  expect(json(await ask(`${url}/v1/no/such`))['code']).toBe('OPERATION_UNKNOWN');
  for (const path of ['/', '/mcp', '/v2/clusters', '/v1x']) expect((await ask(`${url}${path}`)).status).toBe(418);
});

test('closing lets open calls finish and refuses new ones', async () => {
  const answer = ask(`${url}/v1/own/slow`);
  await working;
  const closed = rest.close({ timeoutMs: 20_000 });
  const refused = await ask(`${url}/v1/clusters`);
  expect([refused.status, refused.headers['retry-after'], json(refused)['code']]).toEqual([503, '1', 'SERVER_CLOSING']);
  expect(refused.headers['x-request-id']).toBe(json(refused)['requestId']);
  expect((await ask(`${url}/mcp`)).status).toBe(418);
  release();
  expect(json(await answer)).toEqual({ finished: true });
  await closed;
});

test('what does not finish in time is ended, and its work with it', async () => {
  const answer = expect(ask(`${url}/v1/own/endless`, { headers: { Accept: 'text/event-stream' } })).rejects.toThrow();
  await stuck.started;
  await rest.close({ timeoutMs: 10 });
  await Promise.all([answer, stuck.ended]);
});
