import { z } from 'zod';
import { describeTarget, targetFields } from '../../kubernetes/object-target.js';
import { numberAt } from '../../kubernetes/object-values.js';
import { readinessOf } from '../../kubernetes/readiness.js';
import { findWorkload, rolloutFields } from '../../kubernetes/rollout/rollout-target.js';
import { isPaused } from '../../kubernetes/rollout/revisions.js';
import { waitFor } from '../../kubernetes/wait-for.js';
import { timeoutField, waitTimeout } from '../../kubernetes/write-fields.js';
import { FleetError } from '../../errors.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';

const output = deferred(() =>
  z.object({
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
    done: z.boolean(),
    failed: z.boolean().describe('Waiting will not help'),
    paused: z.boolean(),
    state: z.string(),
    generation: z.int().optional(),
  }),
);

export const rolloutStatus = defineOperation({
  name: 'rollout_status',
  title: 'State of a rollout',
  description: 'Whether all pods of a workload are updated and available; with wait, until they are.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  long: true,
  input: deferred(() => z.object({ ...rolloutFields, wait: z.boolean().optional().describe('Until it is done'), timeout: timeoutField() })),
  output,
  handler: async (context, { wait, timeout, ...wanted }) => {
    const { cluster, signal } = context;
    if (timeout !== undefined && wait !== true) {
      throw new FleetError('INPUT_INVALID', 'timeout is that of wait, which is not given. Nothing was done.', {
        details: { parameter: 'timeout' },
      });
    }
    const target = await findWorkload(cluster, wanted, signal);
    let object = await cluster.get(target.kind, target.name, { namespace: target.namespace, signal });
    if (wait === true && isPaused(object)) {
      throw new FleetError('CONFLICT', `${describeTarget(target)} is paused: its rollout will not go on.`, {
        hint: 'Call rollout_resume first.',
      });
    }
    if (wait === true)
      object = { ...((await waitFor(context, target, { kind: 'ready' }, { timeoutMs: waitTimeout(timeout) })).object ?? object) };
    const { ready, failed = false, state } = readinessOf(object);
    const generation = numberAt(object, 'metadata', 'generation');
    return {
      ...targetFields(target),
      done: ready,
      failed,
      paused: isPaused(object),
      state,
      ...(generation === undefined ? {} : { generation }),
    };
  },
  render: ({ cluster, kind, namespace, name, done, failed, paused, state }: z.output<typeof output> & { cluster?: string }) => {
    const verdict = done ? 'rolled out' : failed ? 'FAILED' : paused ? 'paused' : 'in progress';
    return `${cluster ?? ''}: ${kind} ${namespace ?? ''}/${name} ${verdict}: ${state}`;
  },
});
