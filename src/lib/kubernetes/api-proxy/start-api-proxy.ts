import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ApiRequest, ClusterSession } from '../../context.js';
import { FleetError } from '../../errors.js';
import { onAbort } from '../../platform/abort.js';
import { answerFailure } from './answer-failure.js';
import { forward } from './forward.js';

/** What a program may do through the proxy. */
export interface ApiProxyOptions {
  /** Whose policy, credential and connections are used. */
  readonly session: ClusterSession;
  /** Values of Secrets, other than those in which helm keeps its releases, are not shown to the program. */
  readonly maskSecrets: boolean;
  /** Told of each request that changes something, before it is sent. */
  readonly onWrite?: ((request: Pick<ApiRequest, 'method' | 'path'>) => void) | undefined;
}

/** A door to one cluster for one program, open until it is closed. */
export interface ApiProxy {
  /** Address of the proxy with its key, for the `proxy-url` of a kubeconfig. */
  readonly proxyUrl: string;
  /** What the session refused or failed at, in order. */
  readonly failures: readonly FleetError[];
  /** Ends it, and all that goes through it. */
  close(): Promise<void>;
}

/** Failures that are kept, at most. */
const MOST_FAILURES = 50;

/**
 * An HTTP proxy on this machine's loopback, at a free port, that sends every request through a session: the program behind it holds no
 * credential of the cluster, reaches no other one, and can do no more than the session lets through. Only who knows the key may use it.
 * @throws FleetError PORT_TAKEN when nothing can listen.
 */
export async function startApiProxy(options: ApiProxyOptions): Promise<ApiProxy> {
  const key = randomBytes(32).toString('base64url');
  const expected = digest(`Basic ${Buffer.from(`fleetwright:${key}`).toString('base64')}`);
  const closing = new AbortController();
  const failures: FleetError[] = [];
  const server = createServer((request, response) => {
    if (!timingSafeEqual(digest(request.headers['proxy-authorization'] ?? ''), expected)) {
      response.writeHead(407, { 'proxy-authenticate': 'Basic realm="fleetwright"' }).end();
      return;
    }
    void serve(request, response, options, closing.signal).catch((thrown: unknown) => {
      const failure = answerFailure(response, thrown);
      if (failures.length < MOST_FAILURES) failures.push(failure);
    });
  });
  // A watch is one long answer, and a program may think for long between two requests.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  const port = await listen(server);
  return {
    proxyUrl: `http://fleetwright:${key}@127.0.0.1:${String(port)}`,
    failures,
    close: async () => {
      closing.abort(new FleetError('CLOSED', 'The proxy of a program was closed.'));
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, options: ApiProxyOptions, closing: AbortSignal): Promise<void> {
  const ended = new AbortController();
  const end = (): void => ended.abort(new FleetError('CANCELLED', 'The program ended its request.'));
  const ignore = onAbort(closing, end);
  response.once('close', end);
  try {
    await forward(request, response, options, ended.signal);
  } finally {
    ignore();
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: Error): void =>
      reject(new FleetError('PORT_TAKEN', `No port of 127.0.0.1 can be listened on: ${cause.message}.`, { cause }));
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      server.off('error', fail);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new FleetError('PORT_TAKEN', 'The proxy has no port.');
  return address.port;
}
