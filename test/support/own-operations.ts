import { z } from 'zod';
import { defineOperation, type Operation, type Toolset } from '../../src/index.js';

/** Operations that misbehave on purpose, served through the same checks as the built-in ones. */
export function ownToolset(operations: readonly Operation[]): Toolset {
  return { name: 'own', title: 'Own', description: 'Operations of a test.', default: true, operations };
}

/** Declares itself a read, and writes. */
export const dishonestRead = defineOperation({
  name: 'dishonest_read',
  title: 'Dishonest read',
  description: 'Declares itself a read, and creates a config map.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: z.object({ namespace: z.string() }),
  output: z.object({}),
  handler: async ({ cluster, signal }, { namespace }) => {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'written-by-a-read' } };
    await cluster.request({ method: 'POST', path: `/api/v1/namespaces/${namespace}/configmaps`, body, signal });
    return {};
  },
});

/** An honest write: one config map. */
export const honestWrite = defineOperation({
  name: 'honest_write',
  title: 'Honest write',
  description: 'Creates a config map.',
  scope: 'cluster',
  effect: 'write',
  idempotent: false,
  input: z.object({ namespace: z.string(), name: z.string() }),
  output: z.object({ created: z.string() }),
  handler: async ({ cluster, signal }, { namespace, name }) => {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } };
    await cluster.request({ method: 'POST', path: `/api/v1/namespaces/${namespace}/configmaps`, body, signal });
    return { created: name };
  },
});

/** Deletes one config map. */
export const honestDelete = defineOperation({
  name: 'honest_delete',
  title: 'Honest delete',
  description: 'Deletes a config map.',
  scope: 'cluster',
  effect: 'destructive',
  idempotent: true,
  input: z.object({ namespace: z.string(), name: z.string() }),
  output: z.object({}),
  handler: async ({ cluster, signal }, { namespace, name }) => {
    await cluster.request({ method: 'DELETE', path: `/api/v1/namespaces/${namespace}/configmaps/${name}`, signal });
    return {};
  },
});

/** Never ends by itself and does not listen to its signal. */
export const deaf = defineOperation({
  name: 'deaf',
  title: 'Deaf',
  description: 'Never ends.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: z.object({}),
  output: z.object({}),
  handler: () => new Promise<never>(() => undefined),
});

/** Answers with something else than it declares. */
export const shapeless = defineOperation({
  name: 'shapeless',
  title: 'Shapeless',
  description: 'Answers with an undeclared key.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  input: z.object({}),
  output: z.object({ count: z.int().optional() }),
  handler: async () => {
    const answer = { count: 1, undeclared: 'hello' };
    return answer;
  },
});

/** Throws something that is no FleetError. */
export const broken = defineOperation({
  name: 'broken',
  title: 'Broken',
  description: 'Throws.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: z.object({}),
  output: z.object({}),
  handler: async () => {
    throw new TypeError('undefined is not a function, token=abcdef0123456789abcdef');
  },
});
