import { PROGRAM, type Site } from './site.js';
import { StdioClient } from './stdio-client.js';

/** Starts our server over stdio on a folder of kubeconfigs, and waits for the handshake. */
export async function startOurs(kubeconfigDirectory: string): Promise<StdioClient> {
  const client = new StdioClient(process.execPath, [PROGRAM, 'mcp', '--kubeconfig-dir', kubeconfigDirectory], cleanEnvironment());
  await client.initialize();
  return client;
}

/** Starts the peer on one kubeconfig with several contexts. */
export async function startPeer(site: Site, kubeconfig: string): Promise<StdioClient | undefined> {
  if (site.peers.mcpServer === undefined) return undefined;
  const client = new StdioClient(site.peers.mcpServer, ['--kubeconfig', kubeconfig], cleanEnvironment());
  await client.initialize();
  return client;
}

/** Nothing of the surroundings may choose a cluster or change how Node runs. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { KUBECONFIG: _kubeconfig, NODE_OPTIONS: _options, ...rest } = process.env;
  return rest;
}
