/* eslint-disable @typescript-eslint/no-deprecated -- embedders have this class. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { attachFleetTools } from '../../../src/adapters/mcp/index.js';
import { createFleet, type Fleet } from '../../../src/index.js';
import { kubeconfig, temporaryDirectory } from '../../support/kubeconfigs.js';

let directory: ReturnType<typeof temporaryDirectory>;
let fleet: Fleet;
beforeEach(() => {
  directory = temporaryDirectory();
  writeFileSync(join(directory.path, 'one.yaml'), kubeconfig({ server: 'https://one.test' }));
  fleet = createFleet({ kubeconfigDir: directory.path });
});
afterEach(async () => {
  await fleet.close();
  directory.remove();
});

test.each([
  ['Server', () => new Server({ name: 'mine', version: '1' }, { capabilities: {} })],
  ['McpServer', () => new McpServer({ name: 'mine', version: '1' })],
])('offers the operations as tools of a %s that somebody made', async (_name, make) => {
  const server = make();
  const attached = await attachFleetTools(server, fleet);
  const [near, far] = InMemoryTransport.createLinkedPair();
  await server.connect(near);
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(far);
  expect((await client.listTools()).tools).toHaveLength(fleet.operations.list().length);
  expect(await client.callTool({ name: 'clusters_switch', arguments: { cluster: 'one' } })).toMatchObject({
    structuredContent: { cluster: 'one' },
  });
  expect(await client.callTool({ name: 'clusters_list', arguments: {} })).toMatchObject({ structuredContent: { active: 'one' } });
  expect(await client.callTool({ name: 'pods_list', arguments: { contxt: 'one' } })).toMatchObject({ isError: true });
  attached.detach();
  expect(await client.callTool({ name: 'clusters_list', arguments: {} })).not.toHaveProperty('structuredContent.active');
  await client.close();
});

test('does not replace the tools of a server that has some', async () => {
  const server = new McpServer({ name: 'mine', version: '1' });
  server.registerTool('own', {}, () => ({ content: [] }));
  await expect(attachFleetTools(server, fleet)).rejects.toThrow('tools/list');
});
