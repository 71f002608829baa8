import { toFleetError } from '../../../index.js';
import { textOf } from '../fleet-text.js';
import type { PromptContext, PromptDefinition } from './prompt-definition.js';

/** All clusters, or one of them, as `clusters_status` tells it. */
export const FLEET_PROMPTS: readonly PromptDefinition[] = [
  {
    prompt: {
      name: 'fleet_overview',
      title: 'Fleet overview',
      description: 'The status table of all clusters, collected now, with what to look for in it.',
    },
    operation: 'clusters_status',
    text: async (_input, { fleet, exchange }) =>
      [
        'This is the state of the Kubernetes fleet now:',
        await textOf(fleet, 'clusters_status', {}, exchange),
        'Summarise it: which clusters need attention, why, and what to do first. Name the clusters. Do not take a cluster that did not answer for healthy or for empty.',
      ].join('\n\n'),
  },
  {
    prompt: {
      name: 'cluster_detail',
      title: 'Cluster detail',
      description: 'Status and recent warning events of one cluster, collected now.',
      arguments: [{ name: 'cluster', description: 'Cluster name or alias', required: true }],
    },
    operation: 'clusters_status',
    text: async ({ cluster = '' }, context) => {
      const [status, warnings] = await Promise.all([
        textOf(context.fleet, 'clusters_status', { cluster }, context.exchange),
        warningsOf(cluster, context),
      ]);
      return [
        `This is the state of the Kubernetes cluster ${cluster} now:`,
        status,
        'Recent warning events:',
        warnings,
        'Say what is wrong, if anything, what the likely cause is, and which reads would confirm it.',
      ].join('\n\n');
    },
  },
];

/** A cluster that is down has no events to show; its status says why and must not be lost with them. */
async function warningsOf(cluster: string, { fleet, exchange }: PromptContext): Promise<string> {
  try {
    return await textOf(fleet, 'events_list', { cluster, fieldSelector: 'type=Warning', limit: 50 }, exchange);
  } catch (thrown) {
    const error = toFleetError(thrown);
    return `not available: ${error.code}: ${error.message}`;
  }
}
