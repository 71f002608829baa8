import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, createServer, request } from 'node:https';
import { connect } from 'node:tls';
import type { Duplex } from 'node:stream';
import { FleetError } from '../../lib/errors.js';
import { issueCertificate } from '../certificates/certificate.js';
import type { KubeconfigOptions, LocalKubeconfig } from '../kubeconfig.js';
import type { LocalCluster } from '../local-cluster.js';

/** One HTTPS endpoint with several clusters behind it, told apart by the beginning of the path, as Rancher does it. */
export interface PathPrefixProxy {
  /** `https://127.0.0.1:<port>` */
  readonly server: string;
  /** PEM of its own authority. */
  readonly certificateAuthority: string;
  /** A kubeconfig with `server: <this server><prefix>`. Client certificates end at the proxy, so only token users get through. */
  kubeconfig(prefix: string, user?: 'token' | 'restricted-token' | 'revoked-token', options?: KubeconfigOptions): LocalKubeconfig;
  /** Stops listening; the clusters go on. */
  close(): Promise<void>;
}

/** Starts the endpoint; `routes` maps prefixes such as `/k8s/clusters/a` to clusters. The prefix is taken off before forwarding. */
export async function startPathPrefixProxy(routes: Readonly<Record<string, LocalCluster>>): Promise<PathPrefixProxy> {
  const authority = issueCertificate({ commonName: 'path prefix proxy authority', use: 'authority' });
  const certified = issueCertificate(
    { commonName: 'path prefix proxy', use: 'server', dnsNames: ['localhost'], ipv4Addresses: ['127.0.0.1'] },
    authority,
  );
  const agent = new Agent({ keepAlive: true });
  const upgraded = new Set<Duplex>();
  const routeOf = (path: string): { readonly cluster: LocalCluster; readonly path: string } | undefined => {
    const prefix = Object.keys(routes).find((candidate) => path === candidate || path.startsWith(`${candidate}/`));
    const cluster = prefix === undefined ? undefined : routes[prefix];
    return prefix === undefined || cluster === undefined ? undefined : { cluster, path: path.slice(prefix.length) || '/' };
  };

  const server = createServer({ cert: certified.certificate, key: certified.privateKey }, (incoming, answer) => {
    const route = routeOf(incoming.url ?? '/');
    if (route === undefined) answer.writeHead(404, { 'content-type': 'text/plain' }).end('no such cluster');
    else forward(incoming, answer, route.cluster, route.path, agent);
  });
  server.on('upgrade', (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    const route = routeOf(incoming.url ?? '/');
    if (route === undefined) return void client.destroy();
    upgraded.add(client.on('close', () => upgraded.delete(client)));
    tunnel(incoming, client, head, route.cluster, route.path);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no TCP address.');
  const url = `https://127.0.0.1:${address.port}`;

  return {
    server: url,
    certificateAuthority: authority.certificate,
    kubeconfig(prefix, user = 'token', options = {}) {
      const cluster = routes[prefix];
      if (cluster === undefined)
        throw new FleetError('INPUT_INVALID', `There is no route "${prefix}"; there are ${Object.keys(routes).join(', ')}.`);
      return cluster.kubeconfig(user, { server: `${url}${prefix}`, certificateAuthority: authority.certificate, ...options });
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      for (const client of upgraded) client.destroy();
      agent.destroy();
      await closed;
    },
  };
}

function forward(incoming: IncomingMessage, answer: ServerResponse, cluster: LocalCluster, path: string, agent: Agent): void {
  const { hostname, port } = new URL(cluster.server);
  const { method, headers } = incoming;
  const outgoing = request({ hostname, port, path, method, headers, agent, ca: cluster.certificateAuthority });
  outgoing.on('response', (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
    response.on('error', () => answer.destroy());
  });
  outgoing.on('error', (error) => {
    if (answer.headersSent) answer.destroy();
    else answer.writeHead(502, { 'content-type': 'text/plain' }).end(`bad gateway: ${error.message}`);
  });
  answer.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

/** exec, attach and port-forward leave HTTP after the first request; bytes go both ways from then on. */
function tunnel(incoming: IncomingMessage, client: Duplex, head: Buffer, cluster: LocalCluster, path: string): void {
  const { hostname, port } = new URL(cluster.server);
  const upstream = connect({ host: hostname, port: Number(port), ca: cluster.certificateAuthority });
  const lines = incoming.rawHeaders.flatMap((name, index, all) => (index % 2 === 0 ? [`${name}: ${all[index + 1] ?? ''}`] : []));
  upstream.write(`${incoming.method ?? 'GET'} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  upstream.write(head);
  client.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
  upstream.on('error', () => client.destroy()).on('close', () => client.destroy());
  client.pipe(upstream).pipe(client);
}
