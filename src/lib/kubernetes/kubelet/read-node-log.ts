import type { ClusterSession } from '../../context.js';
import { FleetError } from '../../errors.js';
import type { LineChoice } from '../logs/filter-lines.js';
import { KeptLines } from '../logs/kept-lines.js';
import { joinLines } from '../logs/log-text.js';
import { entriesOf, MOST_READ_BYTES } from '../logs/read-source.js';
import { kubeletFailure } from './kubelet-request.js';
import type { NodeLogQuery } from './node-log-query.js';
import { openNodeLog, type NodeLogAnswer } from './open-node-log.js';

/** What is wanted of a node's log. */
export interface NodeLogWish {
  readonly node: string;
  readonly query: NodeLogQuery;
  /** Undefined: all. */
  readonly tail: number | undefined;
  readonly choice: LineChoice | undefined;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** The end of a log, or what is in a folder. */
export interface NodeLog {
  /** `service kubelet`, `/var/log/syslog` */
  readonly source: string;
  readonly text: string;
  readonly lines: number;
  readonly entries?: readonly string[] | undefined;
  readonly notes: readonly string[];
}

/** Lines of a service that are looked through: the kubelet gives no more than 100,000. */
const SEARCHED_LINES = 20_000;

/**
 * The log of a service of a node, or of a file below /var/log. Where the kubelet knows no queries, a file of the service's name is read.
 * @throws FleetError NOT_FOUND with the files there are, and what {@link openNodeLog} throws
 */
export async function readNodeLog(session: ClusterSession, wish: NodeLogWish): Promise<NodeLog> {
  const { node, query, tail, choice, signal } = wish;
  if (query.kind === 'file')
    return await taken(session, wish, `/var/log/${query.path}`, await openNodeLog(session, { node, path: query.path, signal }));
  const tailLines = choice === undefined ? tail : SEARCHED_LINES;
  const answer = await openNodeLog(session, { node, path: '', query: { query: query.name, tailLines }, signal });
  if ('stream' in answer) {
    const log = await taken(session, wish, `service ${query.name}`, answer);
    return choice === undefined ? log : { ...log, notes: [...log.notes, `grep looked through the last ${String(SEARCHED_LINES)} lines.`] };
  }
  const path = fileOfService(answer.entries, query.name);
  if (path === undefined) throw noQueries(session, node, query.name, answer.entries);
  const log = await taken(session, wish, `/var/log/${path}`, await openNodeLog(session, { node, path, signal }));
  return { ...log, notes: ['This kubelet answers no queries for services; this is the file of that name.', ...log.notes] };
}

async function taken(session: ClusterSession, wish: NodeLogWish, source: string, answer: NodeLogAnswer): Promise<NodeLog> {
  if ('entries' in answer) return { source, text: '', lines: 0, entries: answer.entries, notes: [] };
  const kept = new KeptLines({ lines: wish.tail ?? Number.POSITIVE_INFINITY, bytes: wish.maxBytes });
  let read = 0;
  async function* counted(stream: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of stream) {
      if (read === 0 && chunk.subarray(0, 4096).includes(0)) throw notText(session, source);
      read += chunk.length;
      yield chunk;
      if (read > MOST_READ_BYTES) return;
    }
  }
  try {
    for await (const entry of entriesOf(counted(answer.stream), { timed: false, choice: wish.choice })) kept.add(entry);
  } catch (thrown) {
    throw kubeletFailure(thrown, session, wish.node);
  }
  const notes = [
    ...(kept.dropped === 0
      ? []
      : [`${String(kept.dropped)} earlier lines were cut: pass grep, a smaller tailLines or a larger max_bytes.`]),
    ...(read > MOST_READ_BYTES ? [`Only the first ${String(MOST_READ_BYTES / 1024 / 1024)} MiB were read; newer lines are missing.`] : []),
  ];
  const lines = kept.entries.map((entry) => ({ log: 0, entry }));
  return { source, text: joinLines(lines, { sources: [{ pod: wish.node }], timestamps: false }), lines: lines.length, notes };
}

function fileOfService(entries: readonly string[], name: string): string | undefined {
  const plain = name.replace(/\.service$/, '');
  return [`${plain}.log`, plain, `${plain}/`].find((candidate) => entries.includes(candidate));
}

function noQueries(session: ClusterSession, node: string, service: string, entries: readonly string[]): FleetError {
  const shown = entries.slice(0, 50);
  return new FleetError(
    'NOT_FOUND',
    `The kubelet of node "${node}" answers no queries for services, and /var/log has no file of ${JSON.stringify(service)}.`,
    {
      cluster: session.cluster.name,
      hint: `Kubelets before 1.27 know no queries; newer ones need enableSystemLogQuery. Pass a file instead, as query=/NAME; there are: ${shown.join(', ')}`,
      details: { parameter: 'query', files: shown },
    },
  );
}

function notText(session: ClusterSession, source: string): FleetError {
  return new FleetError('INPUT_INVALID', `${source} is no text: it holds NUL bytes (a journal, or compressed).`, {
    cluster: session.cluster.name,
    hint: 'Ask for the service by its name, or for another file.',
    details: { parameter: 'query' },
  });
}
