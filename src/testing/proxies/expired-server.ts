import type { Socket } from 'node:net';
import { connect, createServer } from 'node:tls';
import type { CertifiedKey } from '../certificates/certificate.js';
import type { ProxyTarget } from './behaviour.js';

/**
 * Serves TLS with an expired certificate on connections handed to it. A client that accepts that reaches the target, but without its
 * client certificate: the handshake ends here.
 */
export function expiredServer(target: ProxyTarget, certified: CertifiedKey): (client: Socket) => void {
  const server = createServer({ cert: certified.certificate, key: certified.privateKey }, (client) => {
    const upstream = connect({ ...target, rejectUnauthorized: false });
    client.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  server.on('tlsClientError', (_error, client) => client.destroy());
  return (client) => {
    client.on('error', () => client.destroy());
    server.emit('connection', client);
  };
}
