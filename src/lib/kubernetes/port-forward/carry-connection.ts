import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type ClusterSession, PORT_FORWARD_PROTOCOLS } from '../../context.js';
import { FleetError } from '../../errors.js';
import type { ForwardPlace } from './forward-target.js';

/** What goes over one connection. */
export interface CarriedBytes {
  sent: number;
  received: number;
}

const DATA = 0;
const ERRORS = 1;
/** Each channel begins with its port number, two bytes. */
const PORT_BYTES = 2;
const MOST_ERROR_TEXT = 2000;

/**
 * Carries one local TCP connection to a port of a pod, until either side ends. The protocol knows no half-closed connections: when the
 * local program has said everything, the answer is still read to its end.
 * @throws FleetError when the connection could not be made or was cut, EXEC_FAILED with what the node says of the port
 */
export async function carryConnection(
  session: ClusterSession,
  place: ForwardPlace & { readonly namespace: string },
  local: { readonly socket: Socket; readonly bytes: CarriedBytes; readonly signal: AbortSignal },
): Promise<void> {
  const { socket, bytes, signal } = local;
  const { path } = await session.locate(
    { apiVersion: 'v1', kind: 'Pod' },
    { namespace: place.namespace, name: place.pod, subresource: 'portforward', signal },
  );
  const channels = await session.connect({ path, query: { ports: place.port }, signal }, PORT_FORWARD_PROTOCOLS);
  const sending = (async () => {
    for await (const chunk of socket) {
      if (!(chunk instanceof Uint8Array)) continue;
      bytes.sent += chunk.length;
      await channels.send(DATA, chunk);
    }
  })();
  // Whoever sends fails when the reading side does, which says why.
  sending.catch(() => undefined);
  const closed = (): void => channels.close();
  socket.once('close', closed);
  const skip = new Map([
    [DATA, PORT_BYTES],
    [ERRORS, PORT_BYTES],
  ]);
  let problem = '';
  try {
    for await (const { channel, data } of channels.messages) {
      const skipped = Math.min(skip.get(channel) ?? 0, data.length);
      skip.set(channel, (skip.get(channel) ?? 0) - skipped);
      const rest = data.subarray(skipped);
      if (rest.length === 0) continue;
      if (channel === ERRORS) problem = (problem + Buffer.from(rest).toString('utf8')).slice(0, MOST_ERROR_TEXT);
      else if (channel === DATA && !socket.destroyed) {
        bytes.received += rest.length;
        if (!socket.write(rest)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
      }
    }
  } finally {
    socket.off('close', closed);
    channels.close();
    socket.end();
  }
  if (problem === '') return;
  throw new FleetError(
    'EXEC_FAILED',
    `Port ${String(place.port)} of pod ${place.namespace}/${place.pod} cannot be reached: ${problem.trim()}`,
    {
      cluster: session.cluster.name,
      hint: 'Check that the program in the pod listens on this port.',
    },
  );
}
