// The HTTP API on a plain `node:http` server, its OpenAPI document, and an end that lets open calls finish.
// Run: npx tsx examples/rest-node-http.ts FOLDER
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createFleet } from 'fleetwright';
import { createRestHandler, openApiDocument } from 'fleetwright/rest';

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters', readOnly: true });
const rest = createRestHandler(fleet);
// Parameters of reads stand in the request line: let it be long.
const server = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
  void rest.handle(request, response).then((handled) => handled || response.writeHead(404).end());
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;

const table = await fetch(`${url}/v1/clusters/clusters_status`, { headers: { accept: 'text/plain' } });
console.log(await table.text());
const answer = await fetch(`${url}/v1/clusters`);
assert.equal(answer.status, 200);
assert.match(await answer.text(), /"total":[1-9]/, 'there is no kubeconfig in the folder');

// Generate a client from the document; it is also served at /openapi.json.
const { paths } = openApiDocument(fleet);
assert.ok('/v1/core/pods_list' in paths);

await rest.close({ timeoutMs: 5_000 });
assert.equal((await fetch(`${url}/v1/clusters`)).status, 503);
server.close();
server.closeAllConnections(); // idle ones would stay for five seconds
await fleet.close();
