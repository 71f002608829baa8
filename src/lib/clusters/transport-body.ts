import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { createGunzip, gunzip, gunzipSync } from 'node:zlib';
import { FleetError } from '../errors.js';

const gunzipInThread = promisify(gunzip);
/** Below this, handing the work to another thread costs more than the work. */
const SMALL_BYTES = 64 * 1024;

/** Reads a whole body as text, never holding more than `maxBytes`. @throws FleetError RESPONSE_TOO_LARGE */
export async function readBody(response: IncomingMessage, maxBytes: number, cluster: string, what: string): Promise<string> {
  const announced = Number(response.headers['content-length'] ?? 0);
  if (announced > maxBytes) throw tooLarge(maxBytes, cluster, what);
  const received = await collect(response, maxBytes, cluster, what);
  if (response.headers['content-encoding'] !== 'gzip') return received.toString('utf8');
  try {
    const body =
      received.length < SMALL_BYTES
        ? gunzipSync(received, { maxOutputLength: maxBytes })
        : await gunzipInThread(received, { maxOutputLength: maxBytes });
    return body.toString('utf8');
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(maxBytes, cluster, what);
    throw unreadable(cluster, what, cause);
  }
}

/** The body of a stream as it arrives, decompressed where it comes compressed. @throws FleetError BAD_RESPONSE for what cannot be */
export async function* plainBody(response: IncomingMessage, cluster: string, what: string): AsyncIterable<unknown> {
  if (response.headers['content-encoding'] !== 'gzip') {
    yield* response;
    return;
  }
  const decompressed = createGunzip();
  response.on('error', (error) => decompressed.destroy(error));
  try {
    yield* response.pipe(decompressed);
  } catch (cause) {
    throw isUnreadable(cause) ? unreadable(cluster, what, cause) : cause;
  }
}

/** Errors of zlib are named `Z_DATA_ERROR` and so on. */
function isUnreadable(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && String(cause.code).startsWith('Z_');
}

function unreadable(cluster: string, what: string, cause: unknown): FleetError {
  return new FleetError('BAD_RESPONSE', `Cluster "${cluster}" sent a compressed answer that cannot be read (to ${what}).`, {
    cluster,
    cause,
  });
}

function collect(response: IncomingMessage, maxBytes: number, cluster: string, what: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        reject(tooLarge(maxBytes, cluster, what));
        response.destroy();
        return;
      }
      chunks.push(chunk);
    });
    response.on('end', () => {
      const [first] = chunks;
      resolve(chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, size));
    });
    response.on('error', reject);
    response.on('close', () => {
      if (!response.complete)
        reject(Object.assign(new Error('The connection closed in the middle of the answer.'), { code: 'ECONNRESET' }));
    });
  });
}

function tooLarge(maxBytes: number, cluster: string, what: string): FleetError {
  return new FleetError(
    'RESPONSE_TOO_LARGE',
    `Cluster "${cluster}" sent more than ${String(maxBytes)} bytes to ${what}; the rest was not read.`,
    {
      cluster,
      details: { maxBytes },
    },
  );
}
