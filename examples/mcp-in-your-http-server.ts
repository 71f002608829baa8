// MCP beside the other paths of an HTTP server that you have already.
// Run: npx tsx examples/mcp-in-your-http-server.ts FOLDER
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createFleet } from 'fleetwright';
import { createMcpHttpHandler } from 'fleetwright/mcp';

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters', readOnly: true });
const mcp = createMcpHttpHandler(fleet);
const server = createServer((request, response) => {
  void mcp.handle(request, response).then((handled) => handled || response.end('my own page'));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;

const client = new Client({ name: 'example', version: '1.0.0' });
await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)));
const { tools } = await client.listTools();
console.log(tools.map(({ name }) => name).join(', '));
assert.ok(tools.every(({ annotations }) => annotations?.readOnlyHint));
const { structuredContent } = await client.callTool({ name: 'clusters_list', arguments: {} });
assert.match(JSON.stringify(structuredContent), /"total":[1-9]/, 'there is no kubeconfig in the folder');
await client.close();

assert.equal(await (await fetch(`${url}/`)).text(), 'my own page');
// Open calls get five seconds to finish.
await mcp.close({ timeoutMs: 5_000 });
server.close();
server.closeAllConnections(); // idle ones would stay for five seconds
await fleet.close();
