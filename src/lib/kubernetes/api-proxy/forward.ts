import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiRequest, ApiResponse } from '../../context.js';
import { FleetError } from '../../errors.js';
import { maskForeignSecrets, readOfSecrets } from './mask-secret-reads.js';
import type { ApiProxyOptions } from './start-api-proxy.js';

/** Largest body that a program may send. The API server takes 3 MiB. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
const METHODS: readonly NonNullable<ApiRequest['method']>[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Sends one request of a program through the session, and its answer back as it comes. */
export async function forward(
  incoming: IncomingMessage,
  response: ServerResponse,
  options: ApiProxyOptions,
  signal: AbortSignal,
): Promise<void> {
  const request = await readRequest(incoming, signal);
  if (request.method !== 'GET' && request.method !== 'HEAD') options.onWrite?.(request);
  const secrets = options.maskSecrets ? readOfSecrets(request) : undefined;
  if (secrets === 'watch') throw new FleetError('OPERATION_NOT_ALLOWED', 'Secrets cannot be watched while their values are masked.');
  if (secrets === 'whole') {
    const answer = await options.session.request({ ...request, accept: 'application/json' });
    writeHead(response, answer);
    response.end(JSON.stringify(maskForeignSecrets(answer.json())));
    return;
  }
  const stream = options.session.stream({ ...request, onHead: (head) => writeHead(response, head) });
  for await (const chunk of stream) if (!response.write(chunk)) await once(response, 'drain', { signal });
  response.end();
}

async function readRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<ApiRequest> {
  const method = METHODS.find((one) => one === incoming.method);
  // A proxy is asked for whole addresses; their host says nothing here, there is only one cluster.
  const address = incoming.url ?? '';
  if (method === undefined || !URL.canParse(address)) {
    throw new FleetError(
      'INPUT_INVALID',
      `The program asked for something that is no request to an API server (${incoming.method ?? ''}).`,
    );
  }
  // The path as it was sent: a URL object would resolve what must be refused.
  const [path = '', query = ''] = address.replace(/^[a-z]+:\/\/[^/]*/i, '').split('?', 2);
  const body = await readBody(incoming);
  return {
    method,
    path,
    query: queryOf(query),
    accept: readable(incoming.headers.accept),
    ...(body.length === 0 ? {} : { body, contentType: incoming.headers['content-type'] }),
    signal,
  };
}

/** Errors come in the form that was asked for, and the session reads JSON: it is asked for wherever the program takes it too. */
function readable(accept: string | undefined): string | undefined {
  const types = accept?.split(',').filter((type) => !type.includes('application/vnd.kubernetes.protobuf')) ?? [];
  return types.length === 0 ? accept : types.join(',');
}

function queryOf(text: string): Record<string, readonly string[]> {
  const query = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) query.set(name, [...(query.get(name) ?? []), value]);
  return Object.fromEntries(query);
}

async function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new FleetError('INPUT_INVALID', `The program sent more than ${String(MAX_BODY_BYTES)} bytes at once.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function writeHead(response: ServerResponse, { status, headers }: Pick<ApiResponse, 'status' | 'headers'>): void {
  const type = headers['content-type'];
  response.writeHead(status, typeof type === 'string' ? { 'content-type': type } : {});
  // Who watches waits for the head before anything happens.
  response.flushHeaders();
}
