import { isRecord } from '../../platform/plain-records.js';

/** What Rancher says of an API token; nothing of its secret. */
export interface RancherTokenFacts {
  readonly name: string;
  readonly user: string | undefined;
  /** ISO 8601; absent: it does not end. */
  readonly expiresAt: string | undefined;
  /** The only cluster it is for. */
  readonly scopedTo: string | undefined;
}

/** The facts of `/v3/tokens/NAME`. */
export function parseTokenFacts(value: unknown): RancherTokenFacts | undefined {
  if (!isRecord(value) || typeof value['name'] !== 'string') return undefined;
  const { name, userId, expiresAt, clusterId } = value;
  return {
    name,
    user: textOf(userId),
    expiresAt: textOf(expiresAt),
    scopedTo: textOf(clusterId),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
