import type { Agent, AgentOptions } from 'node:http';
import { FleetError } from '../errors.js';

/** The address of a proxy for messages: without user and password. */
export function proxyDisplay(proxyUrl: string): string {
  return URL.canParse(proxyUrl) ? `${new URL(proxyUrl).protocol}//${new URL(proxyUrl).host}` : 'an unreadable proxy-url';
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
      return new HttpsProxyAgent(url, options);
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
