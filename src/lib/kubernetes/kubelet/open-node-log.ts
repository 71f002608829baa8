import type { ClusterSession } from '../../context.js';
import { FleetError } from '../../errors.js';
import { folderEntries } from './folder-page.js';
import { kubeletFailure, kubeletPath } from './kubelet-request.js';
import { encodedPath } from './node-log-query.js';

/** What a kubelet answered: a log as it comes, or what is in a folder. */
export type NodeLogAnswer = { readonly stream: AsyncIterable<Uint8Array> } | { readonly entries: readonly string[] };

/** Which part of a node's logs to ask for. */
export interface NodeLogRequest {
  readonly node: string;
  /** Below /var/log. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined;
  readonly signal: AbortSignal;
}

/** Pages of folders are small; what is longer is cut. */
const LONGEST_PAGE = 1024 * 1024;

/** Asks a kubelet for a log. @throws FleetError NOT_FOUND, FORBIDDEN, SERVER_ERROR where the kubelet does not answer */
export async function openNodeLog(session: ClusterSession, request: NodeLogRequest): Promise<NodeLogAnswer> {
  const { node, query, signal } = request;
  const base = await kubeletPath(session, node, signal);
  const ask = (path: string): Promise<NodeLogAnswer> =>
    look(session.stream({ path: `${base}/logs/${encodedPath(path)}`, query, accept: '*/*', signal }));
  try {
    return await ask(request.path);
  } catch (thrown) {
    // Folders are at the address with a slash at its end.
    if (FleetError.isInstance(thrown) && thrown.details?.['httpStatus'] === 301 && !request.path.endsWith('/')) {
      return await ask(`${request.path}/`).catch((again: unknown) => {
        throw kubeletFailure(again, session, node);
      });
    }
    throw kubeletFailure(thrown, session, node);
  }
}

/** Looks at the beginning: nothing but that tells the page of a folder from a log. */
async function look(stream: AsyncIterable<Uint8Array>): Promise<NodeLogAnswer> {
  const iterator = stream[Symbol.asyncIterator]();
  const first = await iterator.next();
  const head = first.done === true ? new Uint8Array() : first.value;
  const rest = restOf(head, iterator);
  if (folderEntries(Buffer.from(head).toString('utf8')) === undefined) return { stream: rest };
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of rest) {
    parts.push(part);
    size += part.length;
    if (size > LONGEST_PAGE) break;
  }
  return { entries: folderEntries(Buffer.concat(parts).toString('utf8')) ?? [] };
}

async function* restOf(head: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}
