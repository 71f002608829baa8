// Serves a fleet over MCP, health and metrics at one port, and asks it as an MCP client does.
// Run: npx tsx examples/mcp-http.ts FOLDER
import assert from 'node:assert/strict';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createFleet } from 'fleetwright';
import { ERROR_META_KEY, serveHttp } from 'fleetwright/mcp';

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters', readOnly: true });
const serving = await serveHttp(fleet, { port: 0, authToken: 'an-example-token-of-32-characters' });
const headers = { authorization: 'Bearer an-example-token-of-32-characters' };
console.log(`${serving.url}/mcp`);

const client = new Client({ name: 'example', version: '1.0.0' });
await client.connect(new StreamableHTTPClientTransport(new URL(`${serving.url}/mcp`), { requestInit: { headers } }));
const status = await client.callTool({ name: 'clusters_status', arguments: {} });
console.log(status.content);
assert.match(JSON.stringify(status.structuredContent), /"matched":[1-9]/, 'there is no kubeconfig in the folder');

// A failure is a result that the model reads, and data that a program reads.
const failed = await client.callTool({ name: 'pods_list', arguments: { cluster: 'no-such-cluster' } });
assert.equal(failed.isError, true);
assert.match(JSON.stringify(failed._meta?.[ERROR_META_KEY]), /"code":"CLUSTER_UNKNOWN"/);
await client.close();

assert.equal((await fetch(`${serving.url}/ready`)).status, 200);
assert.equal((await fetch(`${serving.url}/metrics`)).status, 401);
assert.match(await (await fetch(`${serving.url}/metrics`, { headers })).text(), /^kubernetes_mcp_cluster_total\{/m);
await serving.close();
await fleet.close();
