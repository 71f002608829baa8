import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** An API server that accepts connections and says nothing. */
export interface HangingServer extends AsyncDisposable {
  readonly url: string;
  /** Resolves with the next connection: a call has reached the cluster. */
  asked(): Promise<Socket>;
}

export async function startHangingServer(): Promise<HangingServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.resume().on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `https://127.0.0.1:${port}`,
    asked: () => new Promise((resolve) => server.once('connection', resolve)),
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
