import { z } from 'zod';
import { FleetError } from '../../errors.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';

export const clustersSwitch = defineOperation({
  name: 'clusters_switch',
  title: 'Choose the active cluster',
  description: 'Makes one cluster the default of this caller only. Changes no cluster and no file.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({ cluster: z.string().min(1).describe('Cluster name or alias') })),
  output: deferred(() => z.object({ cluster: z.string(), environment: z.string(), previous: z.string().optional() })),
  handler: async ({ clusters, caller }, { cluster }) => {
    if (!caller.stateful) {
      throw new FleetError('INPUT_INVALID', 'This connection keeps no session, so it has no active cluster. Nothing was changed.', {
        hint: 'Pass `cluster` with every call.',
      });
    }
    const previous = clusters.active(caller.id);
    const chosen = await clusters.setActive(cluster, caller.id);
    return { cluster: chosen.name, environment: chosen.environment, ...(previous === undefined ? {} : { previous }) };
  },
  render: ({ cluster, environment, previous }) =>
    `Active cluster: ${cluster} (${environment})${previous === undefined || previous === cluster ? '' : `, was ${previous}`}`,
});
