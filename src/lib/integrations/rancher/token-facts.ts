import { isRecord } from '../../platform/plain-records.js';
import { textOf } from './text-member.js';

/** What Rancher says of a token; nothing of its secret. Times are ISO 8601. */
export interface RancherTokenFacts {
  /** `token-abcde`, `kubeconfig-user-abcdezz9x7`, `ext/token-abcde`. */
  readonly name: string;
  readonly user: string | undefined;
  readonly createdAt: string | undefined;
  /** Absent: it does not end. */
  readonly expiresAt: string | undefined;
  /** Whether Rancher says that it ended. */
  readonly expired: boolean;
  readonly enabled: boolean;
  /** The only cluster it is for. */
  readonly scopedTo: string | undefined;
}

/** The name of a token, which is no secret: what stands before its colon. */
export function tokenName(bearer: string): string {
  return bearer.split(':')[0] ?? '';
}

/** One token of `/v3/tokens`. */
export function parseTokenFacts(value: unknown): RancherTokenFacts | undefined {
  if (!isRecord(value) || typeof value['name'] !== 'string') return undefined;
  const { name, userId, created, expiresAt, expired, enabled, clusterId } = value;
  return {
    name,
    user: textOf(userId),
    createdAt: textOf(created),
    expiresAt: textOf(expiresAt),
    expired: expired === true,
    enabled: enabled !== false,
    scopedTo: textOf(clusterId),
  };
}

/** One token of `ext.cattle.io/v1`. */
export function parseExtensionToken(value: unknown): RancherTokenFacts | undefined {
  if (!isRecord(value) || !isRecord(value['metadata']) || typeof value['metadata']['name'] !== 'string') return undefined;
  const spec = isRecord(value['spec']) ? value['spec'] : {};
  const status = isRecord(value['status']) ? value['status'] : {};
  return {
    name: `ext/${value['metadata']['name']}`,
    user: textOf(spec['userID']),
    createdAt: textOf(value['metadata']['creationTimestamp']),
    expiresAt: textOf(status['expiresAt']),
    expired: status['expired'] === true,
    enabled: spec['enabled'] !== false,
    scopedTo: textOf(spec['clusterName']),
  };
}
