import type { Fleet } from '../../index.js';
import { TERMINAL_CALLER } from './caller.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { exitCodeOfAnswer } from './outcome.js';
import { errorLine } from './report-error.js';
import type { Terminal } from './terminal.js';

/** What the clusters answered, once. */
export interface StatusAnswer {
  readonly output: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** Clusters that could not even be listed; only when all were asked for. */
  readonly problems: readonly string[];
  readonly exitCode: ExitCode;
}

/** Probes the clusters that a selector names, or all, and shows how far it is. */
export async function readStatus(fleet: Fleet, selector: string | undefined, terminal: Terminal): Promise<StatusAnswer> {
  const result = await fleet.call({
    operation: 'clusters_status',
    input: { limit: 0, ...(selector === undefined ? {} : { clusters: selector }) },
    caller: TERMINAL_CALLER,
    signal: terminal.interrupted,
    onProgress: ({ done, total, message }) => {
      terminal.progress(`${String(done)}/${String(total ?? '?')} ${message ?? ''}`);
    },
  });
  terminal.progress(undefined);
  const problems = selector === undefined ? fleet.clusters.failures().map(({ error }) => errorLine(error)) : [];
  const covered = exitCodeOfAnswer(result);
  const allWell = problems.length === 0 && statesOf(result.output).every((state) => state === 'Ready');
  return { output: result.output, text: result.text(), problems, exitCode: covered === EXIT.ok && !allWell ? EXIT.failed : covered };
}

function statesOf({ clusters }: Readonly<Record<string, unknown>>): unknown[] {
  if (!Array.isArray(clusters)) return [];
  return clusters.map((cluster: unknown) =>
    typeof cluster === 'object' && cluster !== null && 'status' in cluster ? cluster.status : undefined,
  );
}
