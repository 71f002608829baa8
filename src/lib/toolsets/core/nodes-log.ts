import { z } from 'zod';
import { nameField } from '../../kubernetes/fields.js';
import { inputError } from '../../kubernetes/input-error.js';
import { nodeLogQuery } from '../../kubernetes/kubelet/node-log-query.js';
import { readNodeLog } from '../../kubernetes/kubelet/read-node-log.js';
import { compilePattern } from '../../kubernetes/logs/line-pattern.js';
import { DEFAULT_LOG_BYTES, grepField, maxBytesField } from '../../kubernetes/logs/log-fields.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';

const DEFAULT_TAIL = 100;
const MOST_ENTRIES = 500;

export const nodesLog = defineOperation({
  name: 'nodes_log',
  title: 'Read logs of a node',
  description: 'Log of a service of a node (query=kubelet) or of a file (query=/syslog); query=/ lists the files of /var/log.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() =>
    z.object({
      name: nameField().describe('Node'),
      query: z.string().min(1).max(1000).describe('kubelet, /kube-proxy.log, /'),
      tailLines: z.int().min(0).max(100_000).optional().describe('Default 100, 0 = all'),
      grep: grepField(),
      grep_context: z.int().min(0).max(50).optional().describe('Lines around'),
      max_bytes: maxBytesField(),
    }),
  ),
  output: deferred(() =>
    z.object({
      node: z.string(),
      source: z.string(),
      log: z.string(),
      lines: z.int(),
      truncated: z.boolean(),
      files: z.array(z.string()).optional().describe('Of a folder'),
      notes: z.array(z.string()).optional(),
    }),
  ),
  handler: async (context, { name, query, tailLines, grep, grep_context: around, max_bytes: maxBytes }) => {
    if (around !== undefined && grep === undefined)
      throw inputError('grep_context', 'grep_context says something only together with grep.');
    const wanted = nodeLogQuery(query);
    const matches = grep === undefined ? undefined : await compilePattern(grep);
    const log = await readNodeLog(context.cluster, {
      node: name,
      query: wanted,
      tail: tailLines === 0 ? undefined : (tailLines ?? DEFAULT_TAIL),
      choice: matches === undefined ? undefined : { matches, context: around ?? 0 },
      maxBytes: maxBytes ?? DEFAULT_LOG_BYTES,
      signal: context.signal,
    });
    const files = log.entries?.slice(0, MOST_ENTRIES);
    const more = (log.entries?.length ?? 0) - (files?.length ?? 0);
    const notes = [...log.notes, ...(more === 0 ? [] : [`${String(more)} more files.`])];
    return {
      node: name,
      source: log.source,
      log: log.text,
      lines: log.lines,
      truncated: notes.length > 0,
      ...(files === undefined ? {} : { files }),
      ...(notes.length === 0 ? {} : { notes }),
    };
  },
  render: ({ cluster, node, source, log, lines, files, notes = [] }: NodesLogOutput) => {
    const what = files === undefined ? `${String(lines)} lines` : `${String(files.length)} files`;
    const body = files === undefined ? log.trimEnd() : files.join('\n');
    return [
      `${cluster ?? ''}: node ${node}, ${source}, ${what}`,
      body === '' ? '(nothing)' : body,
      ...notes.map((note) => `… ${note}`),
    ].join('\n');
  },
});

interface NodesLogOutput {
  readonly cluster?: string;
  readonly node: string;
  readonly source: string;
  readonly log: string;
  readonly lines: number;
  readonly files?: readonly string[] | undefined;
  readonly notes?: readonly string[] | undefined;
}
