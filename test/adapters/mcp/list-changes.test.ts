import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveHttp, type HttpServing } from '../../../src/adapters/mcp/index.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import { kubeconfig, temporaryDirectory } from '../../support/kubeconfigs.js';
import { CONNECTIONS, open } from './clients.js';

const directory = temporaryDirectory();
let fleet: Fleet;
let serving: HttpServing;
beforeAll(async () => {
  writeFileSync(join(directory.path, 'one.yaml'), kubeconfig({ server: 'https://one.test' }));
  fleet = createFleet({ kubeconfigDir: directory.path });
  await fleet.clusters.start();
  serving = await serveHttp(fleet, { port: 0 });
});
afterAll(async () => {
  await serving.close();
  await fleet.close();
  directory.remove();
});

test.each(CONNECTIONS)('%s: is told when a cluster comes and when it goes', async (_name, _revision, connect) => {
  await using connection = await open(connect({ url: serving.url, directory: directory.path }));
  const { client } = connection;
  expect(await client.resources()).toEqual(['fleet://clusters', 'fleet://clusters/one']);
  const path = join(directory.path, 'two.yaml');
  const changes = [
    { make: () => writeFileSync(path, kubeconfig({ server: 'https://two.test' })), resources: 3 },
    { make: () => rmSync(path), resources: 2 },
  ];
  for (const { make, resources } of changes) {
    const { told } = await client.listenForResources();
    make();
    await told;
    expect(await client.resources()).toHaveLength(resources);
  }
});
