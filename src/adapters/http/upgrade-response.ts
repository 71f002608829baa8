import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * A response for a request that asked for another protocol, which Node.js gives no response: for answering it as any other request.
 * The connection ends with the answer. Call `detachSocket` to hand the socket to the other protocol instead.
 */
export function upgradeResponse(request: IncomingMessage, socket: Duplex): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  // A socket that breaks meanwhile is nobody's failure.
  socket.on('error', () => undefined);
  response.assignSocket(request.socket);
  response.once('finish', () => {
    socket.end();
  });
  return response;
}
