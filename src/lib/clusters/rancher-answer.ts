import type { ErrorCode } from '../errors.js';
import type { StatusBody } from './api-status.js';

/** What Rancher itself answered in place of the API server behind it. */
export interface RancherAnswer {
  readonly code: ErrorCode;
  readonly because: string;
  readonly hint: string;
  /** One word for it, where there is no other reason. */
  readonly reason: string;
}

/** A read that failed for this works when it is sent again. */
export const IMPERSONATION_NOT_READY = 'ImpersonationNotReady';
/** Rancher, not the cluster, refuses the caller. */
export const REFUSED_BY_RANCHER = 'RefusedByRancher';

/** `host:443/k8s/clusters/c-m-7xk2p9qd`, also behind a path of its own. */
const THROUGH_RANCHER = /\/k8s\/clusters\/([^/]+)$/;
const AGENT_AWAY = /agent (?:is )?(?:disconnected|not connected)|failed to find session for client|lost connection to cluster/i;
const NO_IMPERSONATION = /impersonat|failed to get secret for service account/i;
const NO_CONNECTION = /\bdial tcp\b|i\/o timeout|connection re(?:fused|set)|no route to host|no such host|\bEOF\b|tunnel/i;
const AGENT_HINT =
  'Rancher answers, but its agent in this cluster does not: look at the pods of cattle-cluster-agent there and their way to Rancher.';

/**
 * What an answer means that came through Rancher and is not the API server's own: Rancher sends plain text, or JSON in shapes of its
 * own. Undefined for every other answer.
 */
export function rancherAnswer(
  answer: { readonly status: number; readonly text: string },
  body: StatusBody | undefined,
  { server, isProxied = false }: { readonly server: string; readonly isProxied?: boolean | undefined },
): RancherAnswer | undefined {
  const id = THROUGH_RANCHER.exec(server)?.[1];
  if (id === undefined || body?.isRancher === false) return undefined;
  const said = body?.message ?? answer.text.trim();
  const words = said === '' ? '' : `: ${said.length > MOST_WORDS ? `${said.slice(0, MOST_WORDS)}…` : said}`;
  const because = (what: string): string => `${what}${words} (HTTP ${String(answer.status)}).`;
  if (answer.status === 401) {
    return {
      code: 'UNAUTHORIZED',
      because: because('Rancher does not accept the token of its kubeconfig'),
      hint: 'The token may have expired, be switched off, or be made for another cluster. Fetch the kubeconfig anew with a valid token.',
      reason: 'Unauthorized',
    };
  }
  if (body !== undefined) return refusal(answer.status, body, id, because);
  return answer.status === 500 ? failure(said, isProxied, because) : undefined;
}

const MOST_WORDS = 500;

function refusal(status: number, { reason }: StatusBody, id: string, because: (what: string) => string): RancherAnswer | undefined {
  if (status === 403) {
    return {
      code: 'FORBIDDEN',
      because: because('Rancher does not let this user reach the cluster'),
      hint: 'Ask for a role on this cluster in Rancher.',
      reason: REFUSED_BY_RANCHER,
    };
  }
  // Not NOT_FOUND: nobody may take an object for deleted because its cluster is.
  if (status === 404) {
    return {
      code: 'KUBECONFIG_INVALID',
      because: because(`Rancher does not know the cluster ${id} that its kubeconfig leads to`),
      hint: 'It was removed from Rancher, or made anew there. Refresh the kubeconfigs from Rancher.',
      reason: 'ClusterNotInRancher',
    };
  }
  if (status !== 503) return undefined;
  return {
    code: 'CONNECTION_FAILED',
    because: because('Rancher cannot reach it'),
    hint: 'The cluster is not up yet, or not any more; Rancher shows how far it is.',
    reason: reason ?? 'ClusterUnavailable',
  };
}

function failure(said: string, isProxied: boolean, because: (what: string) => string): RancherAnswer | undefined {
  if (AGENT_AWAY.test(said))
    return {
      code: 'CONNECTION_FAILED',
      because: because('its agent is not connected to Rancher'),
      hint: AGENT_HINT,
      reason: 'AgentDisconnected',
    };
  // A node or a service behind the API server may speak of connections of its own.
  if (!isProxied && NO_CONNECTION.test(said))
    return { code: 'CONNECTION_FAILED', because: because('Rancher cannot reach it'), hint: AGENT_HINT, reason: 'ClusterUnavailable' };
  if (!NO_IMPERSONATION.test(said)) return undefined;
  return {
    code: 'SERVER_ERROR',
    because: because('Rancher could not act as this user there yet'),
    hint: 'This passes with the first calls of a new user: call again. Where it stays, look at the namespace cattle-impersonation-system there.',
    reason: IMPERSONATION_NOT_READY,
  };
}
