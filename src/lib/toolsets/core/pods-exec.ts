import { z } from 'zod';
import { runInPod } from '../../kubernetes/exec/run-in-pod.js';
import { talkToPod } from '../../kubernetes/exec/talk-to-pod.js';
import { defineOperation } from '../../operation.js';
import { nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { deferred } from '../../platform/deferred.js';

const MAX_BYTES = 64 * 1024;
const LONGEST_ARGUMENT = 32 * 1024;

export const podsExec = defineOperation({
  name: 'pods_exec',
  title: 'Run a command in a pod',
  description: 'Runs a program in a container and returns stdout, stderr and exit code. No shell: pass ["sh","-c","…"] if you want one.',
  scope: 'cluster',
  effect: 'destructive',
  idempotent: false,
  long: true,
  interactive: true,
  input: deferred(() =>
    z.object({
      name: nameField().describe('Pod name'),
      namespace: optionalNamespaceField(),
      container: z.string().min(1).optional().describe('Needed when the pod has several'),
      command: z
        .array(z.string().max(LONGEST_ARGUMENT))
        .min(1)
        .max(256)
        .refine(([program]) => program !== '', 'the program has no name')
        .describe('Program and arguments'),
    }),
  ),
  output: deferred(() =>
    z.object({
      namespace: z.string(),
      pod: z.string(),
      exit_code: z.int(),
      stdout: z.string(),
      stderr: z.string(),
      truncated: z.boolean().describe('A stream was longer than 64 KiB'),
    }),
  ),
  handler: async (context, { name, namespace, container, command }) => {
    const where = namespace ?? (await context.cluster.defaultNamespace(context.signal));
    const answer = { namespace: where, pod: name };
    if (context.interactive !== undefined) {
      const target = { namespace: where, pod: name, container, command, signal: context.signal };
      return {
        ...answer,
        exit_code: await talkToPod(context.cluster, target, context.interactive),
        stdout: '',
        stderr: '',
        truncated: false,
      };
    }
    const { stdout, stderr, exitCode, truncated } = await runInPod(context.cluster, {
      namespace: where,
      pod: name,
      container,
      command,
      maxBytes: MAX_BYTES,
      signal: context.signal,
    });
    return { ...answer, exit_code: exitCode, stdout, stderr, truncated };
  },
  render: ({ cluster, namespace, pod, exit_code: exitCode, stdout, stderr, truncated }: PodsExecOutput) => {
    const head = `${cluster ?? ''}: ${namespace}/${pod} exit code ${String(exitCode)}${exitCode === 0 ? '' : ' (the command failed)'}`;
    const streams = [stdout.trimEnd(), ...(stderr === '' ? [] : [`--- stderr\n${stderr.trimEnd()}`])].filter((text) => text !== '');
    const note = truncated ? ['… cut at 64 KiB a stream; let the command write less (head, tail, grep)'] : [];
    return [head, ...(streams.length === 0 ? ['(no output)'] : streams), ...note].join('\n');
  },
});

interface PodsExecOutput {
  readonly cluster?: string;
  readonly namespace: string;
  readonly pod: string;
  readonly exit_code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
}
