import { isRecord } from '../../platform/plain-records.js';
import { textOf, textsOf } from './text-member.js';

/** Ready: Rancher reaches it. NotReady: it says why not. Unknown: a word that is not known. */
export type RancherReadiness = 'Ready' | 'NotReady' | 'Unknown';

/** One cluster as Rancher lists it. */
export interface RancherCluster {
  /** `local`, `c-abcde`, `c-m-7xk2p9qd`. */
  readonly id: string;
  readonly name: string;
  /** Rancher's own word: `active`, `unavailable`, `provisioning`… At most 15 s old when Rancher says it. */
  readonly state: string;
  readonly readiness: RancherReadiness;
  /** Why it is not ready, in Rancher's words. */
  readonly message: string | undefined;
  readonly provider: string | undefined;
  readonly kubernetesVersion: string | undefined;
  readonly nodeCount: number | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether the API server can be reached past Rancher (authorised cluster endpoint). */
  readonly hasDirectEndpoint: boolean;
  /** Host, with port where it is not 443, of its authorised cluster endpoint; undefined: its control plane nodes are asked one by one. */
  readonly directHost: string | undefined;
  readonly conditions: readonly RancherCondition[];
}

export interface RancherCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string | undefined;
  readonly message: string | undefined;
}

const NOT_READY = new Set([
  'unavailable',
  'pending',
  'waiting',
  'provisioning',
  'updating',
  'upgrading',
  'activating',
  'configuring',
  'removing',
  'error',
]);

/** A cluster of `/v3/clusters`; undefined for what is none. */
export function parseRancherCluster(value: unknown): RancherCluster | undefined {
  if (!isRecord(value)) return undefined;
  const { id, name, state, labels, version, nodeCount, provider, conditions, localClusterAuthEndpoint: direct } = value;
  if (typeof id !== 'string' || id === '' || typeof name !== 'string' || name === '') return undefined;
  const word = textOf(state) ?? 'unknown';
  const known = (Array.isArray(conditions) ? conditions : []).flatMap((condition) => parseCondition(condition) ?? []);
  return {
    id,
    name,
    state: word,
    readiness: word === 'active' ? 'Ready' : NOT_READY.has(word) ? 'NotReady' : 'Unknown',
    message: word === 'active' ? undefined : whyNot(value, known),
    provider: textOf(provider),
    kubernetesVersion: isRecord(version) ? textOf(version['gitVersion']) : undefined,
    nodeCount: typeof nodeCount === 'number' ? nodeCount : undefined,
    labels: textsOf(labels),
    hasDirectEndpoint: isRecord(direct) && direct['enabled'] === true,
    directHost: isRecord(direct) && direct['enabled'] === true ? textOf(direct['fqdn']) : undefined,
    conditions: known,
  };
}

function whyNot({ transitioningMessage }: Readonly<Record<string, unknown>>, conditions: readonly RancherCondition[]): string | undefined {
  const bad = conditions.find(({ status, message }) => status === 'False' && message !== undefined);
  return textOf(transitioningMessage) ?? bad?.message;
}

function parseCondition(value: unknown): RancherCondition | undefined {
  if (!isRecord(value)) return undefined;
  const { type, status, reason, message } = value;
  if (typeof type !== 'string' || typeof status !== 'string') return undefined;
  return { type, status, reason: textOf(reason), message: textOf(message) };
}
