import { z } from 'zod';
import { nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { defineOperation } from '../../operation.js';

const DEFAULT_TAIL = 100;
const MAX_BYTES = 256 * 1024;

export const podsLog = defineOperation({
  name: 'pods_log',
  title: 'Read the log of a pod',
  description: 'The last lines of a container log. Use previous=true after a crash.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: z.object({
    name: nameField.describe('Pod name'),
    namespace: optionalNamespaceField,
    container: z.string().min(1).optional().describe('Needed when the pod has several'),
    tail: z.int().min(0).max(100_000).optional().describe('Lines from the end; default 100, 0 = all'),
    previous: z.boolean().optional().describe('Log of the previous, crashed container'),
  }),
  output: z.object({
    namespace: z.string(),
    pod: z.string(),
    container: z.string().optional(),
    log: z.string(),
    truncated: z.boolean().describe('More bytes than one answer carries'),
  }),
  handler: async (context, { name, namespace, container, tail, previous }) => {
    const where = namespace ?? (await context.cluster.defaultNamespace(context.signal));
    const tailLines = tail ?? DEFAULT_TAIL;
    const log = await context.cluster.logs({
      namespace: where,
      pod: name,
      container,
      previous,
      tailLines: tailLines === 0 ? undefined : tailLines,
      limitBytes: MAX_BYTES,
      signal: context.signal,
    });
    const truncated = Buffer.byteLength(log) >= MAX_BYTES;
    return { namespace: where, pod: name, ...(container === undefined ? {} : { container }), log, truncated };
  },
  render: (output) => {
    const container = output.container === undefined ? '' : `/${output.container}`;
    const note = output.truncated ? `\n… cut at ${String(MAX_BYTES / 1024)} KiB; ask for a smaller tail` : '';
    return `# log of ${output.namespace}/${output.pod}${container}\n${output.log === '' ? '(empty)' : output.log.trimEnd()}${note}`;
  },
});
