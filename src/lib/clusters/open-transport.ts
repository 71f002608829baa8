import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { ConnectionSettings } from './connection.js';
import { proxyAgent, proxyDisplay } from './proxy-agent.js';
import { tlsOptions, type ClientCertificate } from './tls-options.js';
import { Transport } from './transport.js';
import { parseEndpoint, type Endpoint } from './transport-endpoint.js';

/** Open sockets per cluster at most; calls beyond it wait their turn. */
const MAX_SOCKETS = 16;

const POOLING = {
  keepAlive: true,
  maxSockets: MAX_SOCKETS,
  maxFreeSockets: MAX_SOCKETS,
  // The socket used last is the least likely to have been closed by the server meanwhile.
  scheduling: 'lifo',
  noDelay: true,
  // Node's quarter of a second per address is too short for clusters on other continents.
  autoSelectFamilyAttemptTimeout: 1000,
} as const;

/** Prepares a transport; connects nothing. @throws FleetError KUBECONFIG_INVALID, CREDENTIAL_INVALID */
export async function openTransport(
  cluster: string,
  settings: ConnectionSettings,
  identity: { readonly certificate: ClientCertificate | undefined; readonly notAfter: () => string | undefined },
): Promise<Transport> {
  const endpoint = parseEndpoint(settings.server, cluster);
  const tls = endpoint.secure ? tlsOptions(settings, identity.certificate, cluster) : undefined;
  const { proxyUrl } = settings;
  const agent = proxyUrl === undefined ? directAgent(endpoint) : await proxyAgent(proxyUrl, POOLING, cluster);
  const proxy = proxyUrl === undefined ? undefined : proxyDisplay(proxyUrl);
  return new Transport({ cluster, endpoint, agent, tls, proxy, clientNotAfter: identity.notAfter });
}

function directAgent(endpoint: Endpoint): HttpAgent {
  return endpoint.secure ? new HttpsAgent(POOLING) : new HttpAgent(POOLING);
}
