import { z } from 'zod';
import { changeOutput } from '../../kubernetes/change-output.js';
import { renderChange } from '../../kubernetes/change-text.js';
import { refusePaused } from '../../kubernetes/rollout/revisions.js';
import { findWorkload, rolloutFields } from '../../kubernetes/rollout/rollout-target.js';
import { defineOperation } from '../../operation.js';
import { rolloutChangeFields } from './change-fields.js';
import { changeWorkload } from './rollout-change.js';
import { deferred } from '../../platform/deferred.js';

/** What `kubectl rollout restart` sets: any new value of it makes new pods. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

export const rolloutRestart = defineOperation({
  name: 'rollout_restart',
  title: 'Restart a workload',
  description: 'Replaces all pods of a workload, as its update strategy allows.',
  scope: 'cluster',
  effect: 'write',
  idempotent: false,
  long: true,
  input: deferred(() => z.object({ ...rolloutFields, ...rolloutChangeFields })),
  output: changeOutput,
  handler: async (context, { kind, name, namespace, ...change }) => {
    const target = await findWorkload(context.cluster, { kind, name, namespace }, context.signal);
    const annotations = { [RESTARTED_AT]: new Date().toISOString().replace(/\.\d+Z$/, 'Z') };
    return changeWorkload(
      context,
      target,
      (before) => {
        refusePaused(before, target);
        return { type: 'merge', body: { spec: { template: { metadata: { annotations } } } } };
      },
      { ...change, done: 'restarting' },
    );
  },
  render: renderChange,
});
