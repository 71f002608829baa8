import { z } from 'zod';
import { defineOperation } from '../../operation.js';
import { textTable } from '../../platform/text-table.js';

export const configurationContextsList = defineOperation({
  name: 'configuration_contexts_list',
  title: 'List kubeconfig contexts',
  description: 'The clusters with the kubeconfig context and file each comes from.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  input: z.object({}),
  output: z.object({
    contexts: z.array(
      z.object({
        cluster: z.string(),
        context: z.string().optional(),
        source: z.string(),
        path: z.string().optional(),
        is_active: z.boolean(),
      }),
    ),
  }),
  handler: async ({ clusters, caller }) => {
    const active = clusters.active(caller.id);
    const { clusters: all } = await clusters.select('*', { caller: caller.id });
    return {
      contexts: all.map(({ name, origin }) => ({
        cluster: name,
        ...(origin.context === undefined ? {} : { context: origin.context }),
        source: origin.source,
        ...(origin.path === undefined ? {} : { path: origin.path }),
        is_active: name === active,
      })),
    };
  },
  render: ({ contexts }) =>
    contexts.length === 0
      ? 'No kubeconfig context is known.'
      : textTable(
          ['cluster', 'context', 'file'],
          contexts.map((context) => [
            `${context.cluster}${context.is_active ? ' *' : ''}`,
            context.context,
            context.path ?? context.source,
          ]),
        ),
});
