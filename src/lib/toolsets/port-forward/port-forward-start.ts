import { z } from 'zod';
import { nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { defineOperation } from '../../operation.js';
import { forwardOutput, type ForwardOutput } from './facts-output.js';
import { deferred } from '../../platform/deferred.js';

export const portForwardStart = defineOperation({
  name: 'port_forward_start',
  title: 'Forward a port',
  description: 'Opens a local port (127.0.0.1, where fleetwright runs) that leads to a pod, service or workload. Ends with your session.',
  scope: 'cluster',
  effect: 'write',
  idempotent: false,
  input: deferred(() =>
    z.object({
      kind: z.enum(['Pod', 'Service', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']).optional().describe('Default Pod'),
      name: nameField(),
      namespace: optionalNamespaceField(),
      port: z
        .union([z.int().min(1).max(65_535), z.string().regex(/^[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/, 'must be a number or a port name')])
        .describe("The target's: 8080 or its name"),
      local_port: z.int().min(0).max(65_535).optional().describe('Default 0 = a free one'),
    }),
  ),
  output: deferred(() => forwardOutput.pick({ id: true, address: true, kind: true, namespace: true, name: true, port: true, pod: true })),
  handler: async (context, { kind = 'Pod', name, namespace, port, local_port: localPort = 0 }) => {
    const where = namespace ?? (await context.cluster.defaultNamespace(context.signal));
    // Sockets are loaded by those who open one.
    const { PortForward } = await import('../../kubernetes/port-forward/port-forward.js');
    let id = '';
    const forward = await PortForward.start(
      context.cluster,
      { kind, name, namespace: where, port },
      { localPort, signal: context.signal, onIdle: () => context.kept.remove(id) },
    );
    try {
      id = context.kept.add(forward).id;
      const { localPort: opened, pod } = forward.facts();
      return { id, address: `127.0.0.1:${String(opened)}`, kind, namespace: where, name, port, pod };
    } catch (thrown) {
      await forward.close();
      throw thrown;
    }
  },
  render: (answer: Pick<ForwardOutput, 'id' | 'address' | 'kind' | 'namespace' | 'name' | 'port' | 'pod'> & { cluster?: string }) =>
    `${answer.cluster ?? ''}: ${answer.address} leads to ${answer.kind} ${answer.namespace}/${answer.name} port ${String(answer.port)} (now pod ${answer.pod}). End it with port_forward_stop id=${answer.id}`,
});
