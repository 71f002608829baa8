import type { ClusterContext } from '../../context.js';
import { followLogs } from '../../kubernetes/logs/follow-logs.js';
import { DEFAULT_LOG_BYTES, wholeSeconds } from '../../kubernetes/logs/log-fields.js';
import { followNotes, readNotes, sourceNotes } from '../../kubernetes/logs/log-notes.js';
import { findSources, type LogSource } from '../../kubernetes/logs/log-sources.js';
import { joinLines } from '../../kubernetes/logs/log-text.js';
import { compilePattern } from '../../kubernetes/logs/line-pattern.js';
import type { MergedLine } from '../../kubernetes/logs/merge-lines.js';
import { checkPodsLogInput, podsLogInput, type PodsLogInput } from '../../kubernetes/logs/pods-log-input.js';
import { podsLogOutput, renderPodsLog, type PodsLogOutput } from '../../kubernetes/logs/pods-log-output.js';
import { readLogs } from '../../kubernetes/logs/read-logs.js';
import type { LogRequest, SourceLog } from '../../kubernetes/logs/read-source.js';
import { defineOperation } from '../../operation.js';
import { parseDuration } from '../../platform/duration.js';
import { limitedSignal } from '../../platform/limited-signal.js';

const DEFAULT_TAIL = { one: 100, several: 20, follow: 10 };
const DEFAULT_FOLLOW = { duration: '30s', lines: 500 };
/** Reading what is there must not take as long as following may. */
const READ_MS = 60_000;

export const podsLog = defineOperation({
  name: 'pods_log',
  title: 'Read logs of pods',
  description: 'Last lines of one pod, or of several by labels, merged by time. After a crash: previous=true. tail counts what grep finds.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  long: true,
  input: podsLogInput,
  output: podsLogOutput,
  handler: async (context, input) => {
    checkPodsLogInput(input);
    const matches = input.grep === undefined ? undefined : await compilePattern(input.grep);
    const namespace = input.namespace ?? (await context.cluster.defaultNamespace(context.signal));
    const targets = { ...input, namespace, allContainers: input.all_containers === true };
    const { sources, podsLeftOut } = await findSources(context.cluster, targets, context.signal);
    const request: Omit<LogRequest, 'signal'> = {
      namespace,
      tail: tailOf(input, sources.length),
      previous: input.previous,
      sinceSeconds: wholeSeconds(input.since),
      sinceTime: input.sinceTime,
      timed: input.timestamps === true || input.follow === true || sources.length > 1,
      choice: matches === undefined ? undefined : { matches, context: input.grep_context ?? 0 },
      maxBytes: input.max_bytes ?? DEFAULT_LOG_BYTES,
    };
    const answer = input.follow === true ? await followed(context, sources, request, input) : await read(context, sources, request);
    const notes = [...sourceNotes(podsLeftOut), ...answer.notes];
    return {
      namespace,
      ...(input.name === undefined ? {} : { pod: input.name }),
      ...(input.container === undefined ? {} : { container: input.container }),
      log: joinLines(answer.lines, { sources, timestamps: input.timestamps === true }),
      lines: answer.lines.length,
      truncated: answer.truncated || podsLeftOut > 0,
      ...(input.name !== undefined && input.all_containers !== true ? {} : { sources: describeSources(answer.logs, answer.lines) }),
      ...(answer.ended === undefined ? {} : { ended: answer.ended }),
      ...(notes.length === 0 ? {} : { notes }),
    };
  },
  render: renderPodsLog,
});

interface Answer {
  readonly lines: readonly MergedLine[];
  readonly logs: readonly Pick<SourceLog, 'source' | 'error'>[];
  readonly truncated: boolean;
  readonly ended?: PodsLogOutput['ended'];
  readonly notes: readonly string[];
}

async function read(context: ClusterContext, sources: readonly LogSource[], request: Omit<LogRequest, 'signal'>): Promise<Answer> {
  const limited = limitedSignal(context.signal, READ_MS);
  try {
    const { lines, logs, dropped } = await readLogs(context.cluster, sources, { ...request, signal: limited.signal });
    const notes = readNotes({ logs, dropped }, request.maxBytes);
    return { lines, logs, truncated: notes.length > 0, notes };
  } finally {
    limited.release();
  }
}

async function followed(
  context: ClusterContext,
  sources: readonly LogSource[],
  wanted: Omit<LogRequest, 'signal'>,
  input: PodsLogInput,
): Promise<Answer> {
  const duration = input.follow_for ?? DEFAULT_FOLLOW.duration;
  const limits = { milliseconds: parseDuration(duration) ?? 0, lines: input.follow_lines ?? DEFAULT_FOLLOW.lines };
  const request = { ...wanted, signal: context.signal };
  const answer = await followLogs(context, sources, { request, limits, timestamps: input.timestamps === true });
  const notes = followNotes(answer, { duration, maxBytes: wanted.maxBytes });
  return { ...answer, truncated: answer.ended === 'lines' || answer.ended === 'bytes', notes };
}

function tailOf({ tail, follow }: PodsLogInput, sources: number): number | undefined {
  if (tail === 0) return undefined;
  return tail ?? (follow === true ? DEFAULT_TAIL.follow : sources > 1 ? DEFAULT_TAIL.several : DEFAULT_TAIL.one);
}

function describeSources(logs: Answer['logs'], lines: readonly MergedLine[]): NonNullable<PodsLogOutput['sources']> {
  return logs.map(({ source, error }, index) => ({
    pod: source.pod,
    ...(source.container === undefined ? {} : { container: source.container }),
    lines: lines.filter(({ log }) => log === index).length,
    ...(error === undefined ? {} : { error: `${error.code}: ${error.message}` }),
  }));
}
