import type { ClusterSession } from '../context.js';
import { FleetError } from '../errors.js';
import { isRecord, parseJson } from '../platform/plain-records.js';
import { textAt, type PlainObject } from './object-values.js';

/** One change of a watched object. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: PlainObject;
}

/** What to watch. */
export interface WatchOptions {
  /** The collection, as `ClusterSession.locate` gives it. */
  readonly path: string;
  /** Changes after this version of the collection. */
  readonly resourceVersion?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly signal: AbortSignal;
}

/** Longest line of a watch, characters: more than the largest object that a server stores. */
const MAX_LINE = 8 * 1024 * 1024;

/**
 * The changes of a collection as they come, until the server ends the watch, which it does every few minutes.
 * @throws FleetError CONTINUE_EXPIRED when the version is too old to start from (list again), FORBIDDEN, and what streams throw
 */
export async function* watchEvents(session: ClusterSession, options: WatchOptions): AsyncIterable<WatchEvent> {
  const { path, signal, ...query } = options;
  for await (const line of lines(session.stream({ path, query: { ...query, watch: true, allowWatchBookmarks: true }, signal }))) {
    const event = parseJson(line);
    const object = isRecord(event) ? event['object'] : undefined;
    const type = textAt(event, 'type');
    if (!isRecord(object)) throw broken(session.cluster.name, 'a line of the watch is no event');
    if (type === 'ERROR') throw watchError(session.cluster.name, object);
    if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED' || type === 'BOOKMARK') yield { type, object };
  }
}

async function* lines(stream: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) if (line !== '') yield line;
    if (rest.length > MAX_LINE) throw new FleetError('RESPONSE_TOO_LARGE', 'One event of the watch is larger than 8 MiB.');
  }
}

function watchError(cluster: string, status: PlainObject): FleetError {
  const expired = status['code'] === 410;
  const message = textAt(status, 'message') ?? 'it gave no reason';
  return new FleetError(expired ? 'CONTINUE_EXPIRED' : 'SERVER_ERROR', `Cluster "${cluster}" ended a watch: ${message}.`, { cluster });
}

function broken(cluster: string, why: string): FleetError {
  return new FleetError('BAD_RESPONSE', `Cluster "${cluster}" did not answer like a Kubernetes API server: ${why}.`, { cluster });
}
