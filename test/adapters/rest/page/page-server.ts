import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createRestHandler, type RestOptions } from '../../../../src/adapters/rest/index.js';
import type { Fleet } from '../../../../src/index.js';

/** A server with the page that can be stopped and started again at its address. */
export interface PageServer extends AsyncDisposable {
  readonly url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function startPageServer(fleet: Fleet, options: RestOptions = {}): Promise<PageServer> {
  let server: Server | undefined;
  let port = 0;
  const stop = async (): Promise<void> => {
    if (server === undefined) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    server = undefined;
    await closed;
  };
  const start = async (): Promise<void> => {
    const rest = createRestHandler(fleet, { page: true, statusIntervalMs: 200, ...options });
    server = createServer((request, response) => {
      void rest.handle(request, response).then((handled) => {
        if (!handled) response.writeHead(404).end();
      });
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  };
  await start();
  return { url: `http://127.0.0.1:${port}/`, stop, start, [Symbol.asyncDispose]: stop };
}
