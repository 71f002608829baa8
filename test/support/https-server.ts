import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { issueCertificate, type CertificateRequest, type CertifiedKey } from '../../src/testing/certificates/certificate.js';

export const authority: CertifiedKey = issueCertificate({ commonName: 'test authority', use: 'authority' });

/** A certificate of the test authority for this machine. */
export function serverCertificate(changes: Partial<CertificateRequest> = {}): CertifiedKey {
  return issueCertificate(
    { commonName: 'server', use: 'server', dnsNames: ['localhost'], ipv4Addresses: ['127.0.0.1'], ...changes },
    authority,
  );
}

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Every request that arrived, in order. */
  readonly requests: { readonly method: string; readonly path: string; readonly headers: IncomingMessage['headers'] }[];
  /** How many connections were made. */
  readonly connections: () => number;
  readonly server: Server;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on this machine that answers as the handler says: for answers no API server gives. */
export async function startServer(handler: Handler, options: { readonly tls?: ServerOptions | false } = {}): Promise<TestServer> {
  const own = serverCertificate();
  const server =
    options.tls === false
      ? createServer(handler)
      : createSecureServer({ key: own.privateKey, cert: own.certificate, ...options.tls }, handler);
  const sockets = new Set<Socket>();
  const requests: TestServer['requests'] = [];
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.prependListener('request', (request: IncomingMessage) => {
    requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server.address());
  return {
    url: `${options.tls === false ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    requests,
    connections: () => connections,
    server,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers JSON. */
export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
