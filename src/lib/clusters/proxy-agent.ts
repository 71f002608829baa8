import type { Agent, AgentOptions, ClientRequest } from 'node:http';
import type { HttpsProxyAgent as Tunnel } from 'https-proxy-agent';
import { FleetError } from '../errors.js';

type Connect = Tunnel<string>['connect'];

/** The address of a proxy for messages: without user and password. */
export function proxyDisplay(proxyUrl: string): string {
  return URL.canParse(proxyUrl) ? `${new URL(proxyUrl).protocol}//${new URL(proxyUrl).host}` : 'an unreadable proxy-url';
}

const tunnelling = new WeakMap<ClientRequest, AbortController>();

/** Gives up a tunnel that is still being made for a request. Without it, a proxy that hangs would keep its socket for ever. */
export function abandonTunnel(request: ClientRequest): void {
  tunnelling.get(request)?.abort();
}

/**
 * An agent that tunnels every connection through a proxy; the packages that do it are loaded here, only where a cluster has one.
 * @throws FleetError KUBECONFIG_INVALID when the URL is no http, https or socks5 URL.
 */
export async function proxyAgent(proxyUrl: string, options: AgentOptions, cluster: string): Promise<Agent> {
  if (!URL.canParse(proxyUrl))
    throw new FleetError('KUBECONFIG_INVALID', `The proxy-url of cluster "${cluster}" is not a URL.`, { cluster });
  const url = new URL(proxyUrl);
  switch (url.protocol) {
    case 'http:':
    case 'https:': {
      const { HttpsProxyAgent } = await import('https-proxy-agent');
      class TunnelAgent extends HttpsProxyAgent<string> {
        override async connect(...call: Parameters<Connect>): Promise<Awaited<ReturnType<Connect>>> {
          const [request] = call;
          const controller = new AbortController();
          tunnelling.set(request, controller);
          const attempt = new HttpsProxyAgent<string>(this.proxy, { ...options, signal: controller.signal });
          try {
            return await attempt.connect(...call);
          } finally {
            tunnelling.delete(request);
          }
        }
      }
      return new TunnelAgent(url, options);
    }
    case 'socks5:':
    case 'socks5h:': {
      const { SocksProxyAgent } = await import('socks-proxy-agent');
      // The proxy resolves the name, as client-go has it: the names of private clusters often exist only behind the proxy.
      return new SocksProxyAgent(new URL(proxyUrl.replace(/^socks5h?:/i, 'socks5h:')), options);
    }
    default:
      throw new FleetError(
        'KUBECONFIG_INVALID',
        `The proxy-url of cluster "${cluster}" is a ${url.protocol} URL; http, https and socks5 are possible.`,
        { cluster },
      );
  }
}
