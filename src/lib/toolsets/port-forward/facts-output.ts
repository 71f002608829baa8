import { z } from 'zod';
import type { KeptEntry } from '../../context.js';
import { isForward } from '../../kubernetes/port-forward/forward-facts.js';
import { deferred } from '../../platform/deferred.js';

/** One port-forward as callers see it. */
export const forwardOutput = deferred(() =>
  z.object({
    id: z.string(),
    cluster: z.string(),
    address: z.string().describe('On the machine where fleetwright runs'),
    kind: z.string(),
    namespace: z.string(),
    name: z.string(),
    port: z.union([z.int(), z.string()]),
    pod: z.string().describe('Of the newest connection'),
    started_at: z.string(),
    connections: z.int(),
    open_connections: z.int(),
    bytes_sent: z.int(),
    bytes_received: z.int(),
    last_error: z.string().optional(),
  }),
);

export type ForwardOutput = z.output<typeof forwardOutput>;

/** Undefined for an entry of another kind. */
export function describeForward({ id, resource }: KeptEntry): ForwardOutput | undefined {
  if (!isForward(resource)) return undefined;
  const facts = resource.facts();
  const { kind, namespace, name, port } = facts.target;
  return {
    id,
    cluster: facts.cluster,
    address: `127.0.0.1:${String(facts.localPort)}`,
    kind,
    namespace,
    name,
    port,
    pod: facts.pod,
    started_at: facts.startedAt,
    connections: facts.connections,
    open_connections: facts.openConnections,
    bytes_sent: facts.bytesSent,
    bytes_received: facts.bytesReceived,
    ...(facts.lastError === undefined ? {} : { last_error: facts.lastError }),
  };
}
