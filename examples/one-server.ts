// MCP, the HTTP API and its web page on one port, behind one authenticator: what `fleetwright serve` does, in a program of your own.
// Run: npx tsx examples/one-server.ts FOLDER
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createFleet } from 'fleetwright';
import { AccessRefusal, createAuthenticator, hashToken, serveHttp } from 'fleetwright/mcp';
import { createRestHandler } from 'fleetwright/rest';

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters' });
const token = randomBytes(32).toString('base64url');
const authenticate = createAuthenticator({
  roles: { viewer: { access: 'read-only' } },
  tokens: [{ user: 'ada', sha256: hashToken(token), roles: ['viewer'] }],
});
const server = await serveHttp(fleet, { port: 0, authenticate, handlers: [createRestHandler(fleet, { authenticate, page: true })] });
const headers = { authorization: `Bearer ${token}` };

// The role holds at every door.
const client = new Client({ name: 'example', version: '1.0.0' });
await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`), { requestInit: { headers } }));
const { tools } = await client.listTools();
assert.ok(tools.every(({ annotations }) => annotations?.readOnlyHint));
await client.close();
const answer = await fetch(`${server.url}/v1/clusters`, { headers });
assert.match(await answer.text(), /"total":[1-9]/, 'there is no kubeconfig in the folder');
console.log(`${tools.length} tools at ${server.url}/mcp, routes at ${server.url}/docs, the page at ${server.url}/`);

// Without the token nobody comes in; a program can ask the authenticator itself.
assert.equal((await fetch(`${server.url}/v1/clusters`)).status, 401);
const stranger = await authenticate({});
assert.ok(stranger instanceof AccessRefusal && stranger.code === 'TOKEN_MISSING');
const ada = await authenticate(headers);
assert.ok('user' in ada && ada.user === 'ada');

await server.close(); // open calls finish first; its handlers end with it
await fleet.close();
