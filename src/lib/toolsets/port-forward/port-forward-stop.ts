import { z } from 'zod';
import { FleetError } from '../../errors.js';
import { PORT_FORWARD } from '../../kubernetes/port-forward/forward-facts.js';
import { defineOperation } from '../../operation.js';
import { didYouMean } from '../../platform/nearest.js';
import { deferred } from '../../platform/deferred.js';

const output = deferred(() => z.object({ stopped: z.array(z.string()) }));

export const portForwardStop = defineOperation({
  name: 'port_forward_stop',
  title: 'End a port-forward',
  description: 'Ends one of your port-forwards, or all of them.',
  scope: 'local',
  effect: 'write',
  idempotent: false,
  input: deferred(() =>
    z.object({
      id: z.string().min(1).max(40).optional().describe('From port_forward_list'),
      all: z.boolean().optional().describe('Instead of id'),
    }),
  ),
  output,
  handler: async (context, { id, all }) => {
    const own = context.kept.list(PORT_FORWARD);
    if ((id === undefined) === (all !== true))
      throw new FleetError('INPUT_INVALID', 'port_forward_stop: give either id or all=true. Nothing was done.');
    const chosen = all === true ? own : own.filter((entry) => entry.id === id);
    if (id !== undefined && chosen.length === 0) {
      const ids = own.map((entry) => entry.id);
      throw new FleetError(
        'NOT_FOUND',
        `There is no port-forward ${JSON.stringify(id)} of yours.${didYouMean(id, ids)} Nothing was done.`,
        {
          hint: 'port_forward_list shows the open ones. They end with the session and after half an hour without a connection.',
          details: { ids },
        },
      );
    }
    for (const entry of chosen) {
      context.kept.remove(entry.id);
      await entry.resource.close();
    }
    return { stopped: chosen.map((entry) => entry.id) };
  },
  render: ({ stopped }: z.output<typeof output>) => (stopped.length === 0 ? 'No port-forward was open.' : `Ended: ${stopped.join(', ')}`),
});
