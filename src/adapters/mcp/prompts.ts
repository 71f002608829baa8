import type { GetPromptResult, ListPromptsResult, Prompt } from '@modelcontextprotocol/server';
import { toFleetError, type CallLimits, type Fleet } from '../../index.js';
import { offers, requestErrorFrom, textOf } from './fleet-text.js';
import { INVALID_PARAMS, RequestError } from './request-error.js';
import type { Exchange } from './surface.js';

const OVERVIEW: Prompt = {
  name: 'fleet_overview',
  title: 'Fleet overview',
  description: 'The status table of all clusters, collected now, with what to look for in it.',
};

const DETAIL: Prompt = {
  name: 'cluster_detail',
  title: 'Cluster detail',
  description: 'Status and recent warning events of one cluster, collected now.',
  arguments: [{ name: 'cluster', description: 'Cluster name or alias', required: true }],
};

/** The prompts that this fleet can fill for someone with these limits. */
export function listPrompts(fleet: Fleet, limits: CallLimits): ListPromptsResult {
  return { prompts: offers(fleet, 'clusters_status', limits) ? [OVERVIEW, DETAIL] : [] };
}

/**
 * A prompt with its data already collected, so that the model starts from facts.
 * @throws RequestError for an unknown prompt, a missing argument or an unknown cluster.
 */
export async function getPrompt(
  fleet: Fleet,
  name: string,
  input: Readonly<Record<string, string>>,
  exchange: Exchange,
): Promise<GetPromptResult> {
  const prompt = listPrompts(fleet, exchange.limits).prompts.find((offered) => offered.name === name);
  if (prompt === undefined)
    throw new RequestError(
      INVALID_PARAMS,
      `There is no prompt ${JSON.stringify(name.slice(0, 80))}. Prompts: fleet_overview, cluster_detail.`,
    );
  try {
    const text = prompt === OVERVIEW ? await overview(fleet, exchange) : await detail(fleet, clusterOf(input), exchange);
    return { description: prompt.description ?? prompt.name, messages: [{ role: 'user', content: { type: 'text', text } }] };
  } catch (thrown) {
    throw requestErrorFrom(thrown);
  }
}

async function overview(fleet: Fleet, exchange: Exchange): Promise<string> {
  const table = await textOf(fleet, 'clusters_status', {}, exchange);
  return [
    'This is the state of the Kubernetes fleet now:',
    table,
    'Summarise it: which clusters need attention, why, and what to do first. Name the clusters. Do not take a cluster that did not answer for healthy or for empty.',
  ].join('\n\n');
}

async function detail(fleet: Fleet, cluster: string, exchange: Exchange): Promise<string> {
  const [status, warnings] = await Promise.all([
    textOf(fleet, 'clusters_status', { cluster }, exchange),
    warningsOf(fleet, cluster, exchange),
  ]);
  return [
    `This is the state of the Kubernetes cluster ${cluster} now:`,
    status,
    'Recent warning events:',
    warnings,
    'Say what is wrong, if anything, what the likely cause is, and which reads would confirm it.',
  ].join('\n\n');
}

/** A cluster that is down has no events to show; its status says why and must not be lost with them. */
async function warningsOf(fleet: Fleet, cluster: string, exchange: Exchange): Promise<string> {
  try {
    return await textOf(fleet, 'events_list', { cluster, fieldSelector: 'type=Warning', limit: 50 }, exchange);
  } catch (thrown) {
    const error = toFleetError(thrown);
    return `not available: ${error.code}: ${error.message}`;
  }
}

function clusterOf(input: Readonly<Record<string, string>>): string {
  const cluster = input['cluster'];
  if (cluster === undefined || cluster === '') throw new RequestError(INVALID_PARAMS, 'cluster_detail needs the argument `cluster`.');
  return cluster;
}
