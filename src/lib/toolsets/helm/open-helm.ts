import type { ClusterContext, OperationContext } from '../../context.js';
import { FleetError } from '../../errors.js';
import { proxyKubeconfig } from '../../kubernetes/api-proxy/proxy-kubeconfig.js';
import { startApiProxy } from '../../kubernetes/api-proxy/start-api-proxy.js';
import { abortFailure } from '../../platform/abort.js';
import { parseJson } from '../../platform/plain-records.js';
import { runCommand } from '../../platform/run-command.js';
import { helmFailure } from './helm-failure.js';
import { openHelmFolder, type HelmFolder } from './helm-folder.js';
import { findHelm, type HelmProgram } from './helm-program.js';

/** One run of helm. */
export interface HelmRun {
  /** The command and its flags, each flag with its value in one word. */
  readonly command: readonly string[];
  /** Come last, where no flag can be. */
  readonly operands: readonly string[];
  /** What is given as a values file. */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
  /** Milliseconds that helm may wait for the cluster; a little more passes before it is ended. */
  readonly timeoutMs?: number | undefined;
}

/** A helm that reaches one cluster, or none, for the length of one call. */
export interface Helm {
  readonly major: HelmProgram['major'];
  readonly namespace: string;
  /** What it wrote. @throws FleetError why it failed */
  run(run: HelmRun): Promise<string>;
  /** The same, as JSON. @throws FleetError */
  json(run: HelmRun): Promise<unknown>;
}

/** Time for what is not the cluster: fetching a chart, writing down that something failed. */
const BESIDE_MS = 45_000;
const DEFAULT_MS = 60_000;
/** What helm 4 says of a registry before its answer. */
const FETCHED = /^Pulled: .*\nDigest: .*\n/;
const MAX_VALUES_LENGTH = 1_000_000;

/** How a call uses helm on its cluster. */
export interface HelmUse {
  readonly namespace: string | undefined;
  /** Values of other Secrets stay hidden from charts: nothing that they show is needed. */
  readonly reads: boolean;
}

/** Runs `work` with a helm whose only way leads through the session of the call, and removes every trace of it afterwards. */
export async function withHelm<Result>(context: ClusterContext, use: HelmUse, work: (helm: Helm) => Promise<Result>): Promise<Result> {
  const { cluster, signal } = context;
  const program = await findHelm(context.settings.helm, signal);
  const namespace = use.namespace ?? (await cluster.defaultNamespace(signal));
  const folder = await openHelmFolder(context.settings.helm);
  let changes = 0;
  const onWrite = ({ method = '', path }: { readonly method?: string | undefined; readonly path: string }): void => {
    changes += 1;
    context.progress({ done: changes, message: `${method} ${path}` });
  };
  try {
    const proxy = await startApiProxy({ session: cluster, maskSecrets: use.reads, onWrite });
    try {
      await folder.write('kubeconfig', proxyKubeconfig(proxy, namespace));
      return await work(helmOf({ context, program, folder, namespace, failures: proxy.failures }));
    } finally {
      await proxy.close();
    }
  } finally {
    await folder.remove();
  }
}

/** Runs `work` with a helm that knows no cluster. */
export async function withoutCluster<Result>(
  context: OperationContext,
  work: (helm: Helm, folder: HelmFolder) => Promise<Result>,
): Promise<Result> {
  const program = await findHelm(context.settings.helm, context.signal);
  const folder = await openHelmFolder(context.settings.helm);
  try {
    return await work(helmOf({ context, program, folder, namespace: 'default', failures: [] }), folder);
  } finally {
    await folder.remove();
  }
}

interface HelmParts {
  readonly context: OperationContext;
  readonly program: HelmProgram;
  readonly folder: HelmFolder;
  readonly namespace: string;
  readonly failures: readonly FleetError[];
}

function helmOf({ context, program, folder, namespace, failures }: HelmParts): Helm {
  const run = async ({ command, operands, values, timeoutMs }: HelmRun): Promise<string> => {
    const { signal } = context;
    signal.throwIfAborted();
    const failuresBefore = failures.length;
    const result = await runCommand(
      program.path,
      [
        ...command,
        `--namespace=${namespace}`,
        ...(timeoutMs === undefined ? [] : [`--timeout=${String(timeoutMs)}ms`]),
        ...(values === undefined ? [] : [`--values=${await folder.write('values.json', valuesText(values))}`]),
        '--',
        ...operands,
      ],
      { environment: folder.environment, timeoutMs: (timeoutMs ?? DEFAULT_MS) + BESIDE_MS, signal, workingDirectory: folder.path },
    );
    if (result.aborted) throw abortFailure(signal, `run helm ${command[0] ?? ''}`);
    if (result.exitCode === 0 && !result.outputTruncated) return result.stdout.replace(FETCHED, '');
    throw helmFailure(result, { command: command[0] ?? '', folder: folder.path, failures: failures.slice(failuresBefore) });
  };
  return {
    major: program.major,
    namespace,
    run,
    json: async (wanted) => {
      const text = await run({ ...wanted, command: [...wanted.command, '--output=json'] });
      const value = parseJson(text);
      if (value !== undefined) return value;
      throw new FleetError('PROGRAM_FAILED', `helm ${wanted.command[0] ?? ''} answered with something that is not JSON.`);
    },
  };
}

function valuesText(values: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(values);
  if (text.length <= MAX_VALUES_LENGTH) return text;
  throw new FleetError('INPUT_INVALID', `The values are longer than ${String(MAX_VALUES_LENGTH)} characters.`, {
    details: { parameter: 'values' },
  });
}
