import { request as secureRequest } from 'node:https';
import { startServer, type TestServer } from '../https-server.js';
import type { ProxiedServer } from './stand-in-rancher.js';
import type { TokenTable } from './tokens.js';

/**
 * The API server of a cluster as its authorised endpoint: it takes tokens of Rancher that are scoped to this cluster, which it knows
 * itself, also while Rancher is down. Behind it is a real API server.
 */
export function startDirectEndpoint(server: ProxiedServer, tokens: TokenTable, cluster: string): Promise<TestServer> {
  return startServer((request, response) => {
    const bearer = /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer === undefined || tokens.find(bearer)?.cluster !== cluster) {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Unauthorized', code: 401 }));
      return;
    }
    const { host, port, authority: ca, adminToken } = server;
    const headers = { ...request.headers, host: `${host}:${String(port)}`, authorization: `Bearer ${adminToken}` };
    const onward = secureRequest({ host, port, ca, path: request.url, method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
}
