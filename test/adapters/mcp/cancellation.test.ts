import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveHttp, type HttpServing } from '../../../src/adapters/mcp/index.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import { kubeconfig, temporaryDirectory } from '../../support/kubeconfigs.js';
import { CONNECTIONS, open } from './clients.js';
import { startHangingServer, type HangingServer } from './hanging-server.js';

const directory = temporaryDirectory();
let cluster: HangingServer;
let fleet: Fleet;
let serving: HttpServing;
beforeAll(async () => {
  cluster = await startHangingServer();
  writeFileSync(join(directory.path, 'stuck.yaml'), kubeconfig({ server: cluster.url }));
  fleet = createFleet({ kubeconfigDir: directory.path });
  serving = await serveHttp(fleet, { port: 0 });
});
afterAll(async () => {
  await serving.close();
  await fleet.close();
  await cluster[Symbol.asyncDispose]();
  directory.remove();
});

// Shorter than the deadline of a call (30 s): what ends the connection here is the cancellation.
test.each(CONNECTIONS)(
  '%s: a cancelled call lets go of the cluster',
  async (_name, _revision, connect) => {
    await using connection = await open(connect({ url: serving.url, directory: directory.path }));
    const controller = new AbortController();
    const asked = cluster.asked();
    const call = connection.client.call('pods_list', { cluster: 'stuck' }, { signal: controller.signal });
    const rejected = expect(call).rejects.toThrow();
    const socket = await asked;
    const released = once(socket, 'close');
    controller.abort();
    await rejected;
    await released;
  },
  20_000,
);

test('a cancelled call is told as cancelled', async () => {
  await using connection = await open(CONNECTIONS[1][2]({ url: serving.url, directory: directory.path }));
  const asked = cluster.asked();
  const finished = new Promise((resolve) => fleet.once('operation-finished', resolve));
  const controller = new AbortController();
  const call = connection.client.call('pods_list', { cluster: 'stuck' }, { signal: controller.signal });
  const rejected = expect(call).rejects.toThrow();
  await asked;
  controller.abort();
  await rejected;
  expect(await finished).toMatchObject({ operation: 'pods_list', cluster: 'stuck', outcome: 'cancelled', code: 'CANCELLED' });
});
