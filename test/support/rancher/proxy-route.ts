import type { IncomingMessage, ServerResponse } from 'node:http';
import { request as secureRequest, type RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { sendJson } from '../https-server.js';
import type { ProxiedServer, RancherState } from './stand-in-rancher.js';

const PATH = /^\/k8s\/clusters\/([^/]+)(\/.*)?$/;

/** `/k8s/clusters/ID/…`: forwards to the real API server of that cluster, and answers like no Kubernetes where there is none. */
export async function forward(state: RancherState, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, id = '', rest = '/'] = PATH.exec(url.pathname) ?? [];
  const cluster = state.clusters.find((each) => each.id === id);
  if (cluster === undefined) {
    const message = `clusters.management.cattle.io "${id}" not found`;
    sendJson(response, { Code: { Code: 'NotFound', Status: 404 }, Message: message, Cause: null, FieldName: '' }, 404);
    return;
  }
  if (cluster.notProvisioned === true) {
    response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(
      JSON.stringify({ Code: { Code: 'ClusterUnavailable', Status: 503 }, Message: 'cluster not provisioned', Cause: null, FieldName: '' }),
    );
    return;
  }
  if (cluster.server === undefined) {
    await new Promise((resolve) => setTimeout(resolve, state.knobs.disconnectedDelayMs));
    response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(
      `unable to create impersonator account: error setting up impersonation for user user-abcde: Get "https://10.43.0.1/api": cluster agent disconnected`,
    );
    return;
  }
  const onward = secureRequest(target(cluster.server, `${rest}${url.search}`, request), (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', (error) => {
    if (response.headersSent) response.destroy();
    else response.writeHead(500, { 'content-type': 'text/plain' }).end(error.message);
  });
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

/** WebSockets (exec, port-forward) pass. */
export function forwardUpgrade(state: RancherState, url: URL, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const [, id = '', rest = '/'] = PATH.exec(url.pathname) ?? [];
  const server = state.clusters.find((each) => each.id === id)?.server;
  if (server === undefined) return void socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
  const onward = secureRequest(target(server, `${rest}${url.search}`, request));
  onward.on('upgrade', (answer, other, first: Buffer) => {
    const headers = Object.entries(answer.headers).map(([name, value]) => `${name}: ${String(value)}`);
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join('\r\n')}\r\n\r\n`);
    if (first.length > 0) socket.write(first);
    if (head.length > 0) other.write(head);
    other.pipe(socket).pipe(other);
    for (const each of [other, socket]) each.on('error', () => socket.destroy(other.destroy().errored ?? undefined));
  });
  onward.on('response', (answer) => socket.end(`HTTP/1.1 ${String(answer.statusCode)} Refused\r\nContent-Length: 0\r\n\r\n`));
  onward.on('error', () => socket.destroy());
  onward.end();
}

function target(server: ProxiedServer, path: string, request: IncomingMessage): RequestOptions {
  const { authorization: _own, host: _host, ...headers } = request.headers;
  return {
    host: server.host,
    port: server.port,
    ca: server.authority,
    path,
    method: request.method,
    headers: { ...headers, host: `${server.host}:${String(server.port)}`, authorization: `Bearer ${server.adminToken}` },
  };
}
