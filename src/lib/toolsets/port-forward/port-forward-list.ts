import { z } from 'zod';
import { PORT_FORWARD } from '../../kubernetes/port-forward/forward-facts.js';
import { defineOperation } from '../../operation.js';
import { textTable } from '../../platform/text-table.js';
import { describeForward, forwardOutput } from './facts-output.js';
import { deferred } from '../../platform/deferred.js';

const output = deferred(() => z.object({ forwards: z.array(forwardOutput) }));

export const portForwardList = defineOperation({
  name: 'port_forward_list',
  title: 'List port-forwards',
  description: 'Your open port-forwards with their traffic and last error.',
  scope: 'local',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({})),
  output,
  handler: (context) => Promise.resolve({ forwards: context.kept.list(PORT_FORWARD).flatMap((entry) => describeForward(entry) ?? []) }),
  render: ({ forwards }: z.output<typeof output>) => {
    if (forwards.length === 0) return 'No port-forward is open.';
    const rows = forwards.map((one) => [
      one.id,
      one.address,
      one.cluster,
      `${one.kind} ${one.namespace}/${one.name}:${String(one.port)}`,
      one.pod,
      `${String(one.open_connections)}/${String(one.connections)}`,
      `${String(one.bytes_sent)}/${String(one.bytes_received)}`,
      one.last_error ?? '',
    ]);
    return textTable(['ID', 'LOCAL', 'CLUSTER', 'TARGET', 'POD', 'OPEN/ALL', 'SENT/RECEIVED', 'LAST ERROR'], rows);
  },
});
