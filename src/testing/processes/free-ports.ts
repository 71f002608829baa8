import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Below the range from which systems pick ports for outgoing connections, so nobody takes a port between the choice and its use. */
const LOWEST_PORT = 11_000;
const HIGHEST_PORT = 32_000;
const TRIES = 200;

/** Finds `count` loopback TCP ports that nothing listens at. */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  try {
    for (let tries = 0; held.size < count && tries < TRIES + count; tries += 1) {
      const port = LOWEST_PORT + Math.floor(Math.random() * (HIGHEST_PORT - LOWEST_PORT));
      const server = await hold(port);
      if (server !== undefined) held.set(port, server);
    }
    if (held.size < count) throw new Error(`No ${count} free ports on 127.0.0.1 between ${LOWEST_PORT} and ${HIGHEST_PORT}.`);
    return [...held.keys()];
  } finally {
    await Promise.all([...held.values()].map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

async function hold(port: number): Promise<Server | undefined> {
  const server = createServer();
  server.listen({ host: '127.0.0.1', port, exclusive: true });
  try {
    await once(server, 'listening');
    return server;
  } catch {
    return undefined;
  }
}
