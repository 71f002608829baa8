import { EXEC_PROTOCOLS, type ClusterSession } from '../../context.js';
import { FleetError } from '../../errors.js';
import { BoundedOutput } from './bounded-output.js';
import { exitCodeOf } from './command-status.js';

/** A command for one container. */
export interface PodCommand {
  readonly namespace: string;
  readonly pod: string;
  /** Needed when the pod has several. */
  readonly container?: string | undefined;
  /** The program and its arguments; no shell looks at them. */
  readonly command: readonly string[];
  /** Bytes of each stream to keep. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** How a command ended. */
export interface PodCommandOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** A stream was longer than what was kept. */
  readonly truncated: boolean;
}

const STDOUT = 1;
const STDERR = 2;
const STATUS = 3;

/** Bytes after which a command that never stops writing is given up. */
const MAX_TOTAL_BYTES = 64 * 1024 * 1024;

/**
 * Runs a command in a container and waits for its end. A command that fails is an outcome like any other.
 * @throws FleetError NOT_FOUND, FORBIDDEN, INPUT_INVALID with the containers to choose from, EXEC_FAILED when it did not start,
 * TIMEOUT and CANCELLED with what it wrote until then in `details`
 */
export async function runInPod(session: ClusterSession, wanted: PodCommand): Promise<PodCommandOutcome> {
  const { namespace, pod, container, command, signal } = wanted;
  const { path } = await session.locate({ apiVersion: 'v1', kind: 'Pod' }, { namespace, name: pod, subresource: 'exec', signal });
  const channels = await session.connect({ path, query: { container, command, stdout: true, stderr: true }, signal }, EXEC_PROTOCOLS);
  const stdout = new BoundedOutput(wanted.maxBytes);
  const stderr = new BoundedOutput(wanted.maxBytes);
  const status = new BoundedOutput(64 * 1024);
  const outputs = new Map([
    [STDOUT, stdout],
    [STDERR, stderr],
    [STATUS, status],
  ]);
  try {
    for await (const { channel, data } of channels.messages) {
      outputs.get(channel)?.add(data);
      if (stdout.total + stderr.total > MAX_TOTAL_BYTES) throw tooMuch(session.cluster.name, command);
    }
  } catch (thrown) {
    throw withOutput(thrown, { stdout: stdout.text(), stderr: stderr.text() });
  } finally {
    channels.close();
  }
  return {
    stdout: stdout.text(),
    stderr: stderr.text(),
    exitCode: exitCodeOf(status.text(), command[0] ?? ''),
    truncated: stdout.truncated || stderr.truncated,
  };
}

function tooMuch(cluster: string, [program = '']: readonly string[]): FleetError {
  const mebibytes = MAX_TOTAL_BYTES / 1024 / 1024;
  return new FleetError('RESPONSE_TOO_LARGE', `${JSON.stringify(program)} wrote more than ${String(mebibytes)} MiB; it was left alone.`, {
    cluster,
    hint: 'The command may still run in the container. Let it write less.',
  });
}

/** What a command wrote before it was cut off is often why. */
function withOutput(thrown: unknown, output: { readonly stdout: string; readonly stderr: string }): unknown {
  if (!FleetError.isInstance(thrown) || (output.stdout === '' && output.stderr === '')) return thrown;
  const { code, message, cluster, cause, hint, details } = thrown;
  return new FleetError(code, message, { cluster, cause, hint, details: { ...details, ...output } });
}
