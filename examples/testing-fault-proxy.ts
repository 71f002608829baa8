// Certificates and a proxy that misbehaves on demand, for the tests of any TLS client. No control plane is started.
// Run: npx tsx examples/testing-fault-proxy.ts
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer, get } from 'node:https';
import { text } from 'node:stream/consumers';
import { issueCertificate, startFaultProxy } from 'fleetwright/testing';

const authority = issueCertificate({ commonName: 'example authority', use: 'authority' });
const own = issueCertificate({ commonName: 'server', use: 'server', ipv4Addresses: ['127.0.0.1'] }, authority);
const server = createServer({ key: own.privateKey, cert: own.certificate }, (_request, response) => response.end('well'));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
assert.ok(typeof address === 'object' && address !== null);
const proxy = await startFaultProxy({ host: '127.0.0.1', port: address.port });

const ask = async (): Promise<string> => {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ host: proxy.host, port: proxy.port, ca: authority.certificate, agent: false }, resolve).on('error', reject);
  });
  return text(response);
};
assert.equal(await ask(), 'well');
proxy.faults.reset();
await assert.rejects(ask(), { code: 'ECONNRESET' });
await proxy.faults.stop();
await assert.rejects(ask(), { code: 'ECONNREFUSED' });
await proxy.faults.clear();
assert.equal(await ask(), 'well');
console.log(proxy.faults.counters());

await proxy.close();
server.close();
