// The HTTP API inside an Express application, with a token for one program that may only read.
// Run: npx tsx examples/rest-express.ts FOLDER
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import express from 'express';
import { createFleet } from 'fleetwright';
import { createRestRouter, hashToken, HTTP_FAILURES } from 'fleetwright/rest';

const fleet = createFleet({ kubeconfigDir: process.argv[2] ?? '/etc/clusters' });
const token = randomBytes(32).toString('base64url'); // goes to the program; only its hash stays here
const app = express();
app.use(
  '/fleet',
  createRestRouter(fleet, {
    roles: { viewer: { access: 'read-only' } },
    tokens: [{ user: 'dashboard', sha256: hashToken(token), roles: ['viewer'] }],
  }),
);
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/fleet`;

const answer = await fetch(`${url}/v1/core/pods_list?cluster=no-such-cluster`, { headers: { authorization: `Bearer ${token}` } });
const problem = await answer.text();
console.log(problem);
assert.equal(answer.status, 404);
assert.match(problem, /"code":"CLUSTER_UNKNOWN"/);

const clusters = await fetch(`${url}/v1/clusters`, { headers: { authorization: `Bearer ${token}` } });
assert.match(await clusters.text(), /"total":[1-9]/, 'there is no kubeconfig in the folder');

const stranger = await fetch(`${url}/v1/clusters`);
assert.equal(stranger.status, HTTP_FAILURES.TOKEN_MISSING.httpStatus);
server.close();
server.closeAllConnections(); // idle ones would stay for five seconds
await fleet.close();
