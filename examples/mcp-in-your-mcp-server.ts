// The operations of a fleet as the tools of an MCP server made with `@modelcontextprotocol/sdk`.
// Run: npx tsx examples/mcp-in-your-mcp-server.ts FOLDER
import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { createFleet } from 'fleetwright';
import { attachFleetTools } from 'fleetwright/mcp';

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters', readOnly: true });
const server = new McpServer({ name: 'mine', version: '1.0.0' });
const attached = await attachFleetTools(server, fleet); // before the server connects

// A client in the same process, in place of one at the other end of a transport.
const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
await server.connect(serverSide);
const client = new Client({ name: 'example', version: '1.0.0' });
await client.connect(clientSide);
const { content, structuredContent } = await client.callTool({ name: 'clusters_list', arguments: {} });
console.log(content);
assert.match(JSON.stringify(structuredContent), /"total":[1-9]/, 'there is no kubeconfig in the folder');

await client.close();
attached.detach();
await fleet.close();
