import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { serveHttp, type HttpServing } from '../../../src/adapters/mcp/index.js';
import { createFleet, defineOperation, type Fleet } from '../../../src/index.js';
import { Catalog } from '../../../src/lib/catalog.js';
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

test.each(CONNECTIONS.filter(([name]) => !name.includes('stdio')))(
  '%s: is told when operations change',
  async (_name, _revision, connect) => {
    await using connection = await open(connect({ url: serving.url, directory: directory.path }));
    const { client } = connection;
    const names = await client.tools();
    for (const dynamic of [[sample], []]) {
      const { told } = await client.listenForTools();
      catalogOf(fleet).replaceDynamic('samples', dynamic);
      await told;
      expect(await client.tools()).toHaveLength(names.length + dynamic.length);
    }
  },
);

const sample = defineOperation({
  name: 'sample_operation',
  title: 'Sample',
  description: 'Comes and goes.',
  scope: 'local',
  effect: 'read',
  idempotent: true,
  input: z.object({}),
  output: z.object({}),
  handler: () => Promise.resolve({}),
});

function catalogOf({ operations }: Fleet): Catalog {
  if (operations instanceof Catalog) return operations;
  throw new Error('The operations of a fleet are its catalog.');
}
