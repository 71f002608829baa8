import { FleetError } from '../errors.js';

/** Where an API server listens, as the pieces a request needs. */
export interface Endpoint {
  readonly secure: boolean;
  /** Host name or bare IP address (no brackets). */
  readonly host: string;
  readonly port: number;
  /** Path prefix without a trailing slash, empty for none. */
  readonly prefix: string;
  /** For messages: never holds credentials. */
  readonly display: string;
  /** On this machine: compression would only cost time. */
  readonly loopback: boolean;
}

/** Takes a server URL apart. @throws FleetError KUBECONFIG_INVALID */
export function parseEndpoint(server: string, cluster: string): Endpoint {
  let url: URL;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(server) ? server : `https://${server}`);
  } catch (cause) {
    throw new FleetError('KUBECONFIG_INVALID', `The server of cluster "${cluster}" is not a URL.`, { cluster, cause });
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new FleetError('KUBECONFIG_INVALID', `The server of cluster "${cluster}" is a ${url.protocol} URL; it must be https: or http:.`, {
      cluster,
    });
  }
  const secure = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const prefix = url.pathname.replace(/\/+$/, '');
  const loopback = host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
  return { secure, host, port, prefix, loopback, display: `${url.hostname}:${String(port)}${prefix}` };
}
