// Starts an MCP server as desktop clients do, and asks it. `npx -y fleetwright mcp --kubeconfig-dir FOLDER` is one as well.
// Run: npx tsx examples/mcp-stdio-client.ts FOLDER
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const server = fileURLToPath(new URL('mcp-stdio-server.ts', import.meta.url));
const client = new Client({ name: 'example', version: '1.0.0' });
await client.connect(
  new StdioClientTransport({ command: process.execPath, args: ['--import', 'tsx', server, process.argv[2] ?? '/etc/clusters'] }),
);

const { tools } = await client.listTools();
console.log(tools.map(({ name }) => name).join(', '));
assert.ok(tools.some(({ name }) => name === 'pods_list'));
const { structuredContent } = await client.callTool({ name: 'clusters_list', arguments: {} });
assert.match(JSON.stringify(structuredContent), /"total":[1-9]/, 'there is no kubeconfig in the folder');
await client.close();
