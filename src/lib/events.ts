import type { ErrorCode } from './errors.js';

/**
 * Every event of a fleet, with its payload: one object of plain data without secrets; times are ISO 8601 strings.
 * `docs/reference/events.md` is generated from this interface.
 */
export interface FleetEvents {
  /**
   * A source shows a cluster that was not known; also once for each cluster of the first listing.
   * @example { cluster: 'prod-1', environment: 'prod', zone: 'default', source: 'kubeconfig-directory:/etc/clusters' }
   */
  'cluster-added': [
    {
      cluster: string;
      /** prod, staging, dev, `unknown`, or what the configuration says. */
      environment: string;
      /** Compliance boundary; `default` where none is configured. */
      zone: string;
      source: string;
    },
  ];
  /**
   * The connection data of a cluster changed (a file was edited or replaced): its sessions are renewed.
   * @example { cluster: 'prod-1', source: 'kubeconfig-directory:/etc/clusters' }
   */
  'cluster-changed': [
    {
      cluster: string;
      source: string;
    },
  ];
  /**
   * The source does not show this cluster any more; its sessions end.
   * @example { cluster: 'prod-1', source: 'kubeconfig-directory:/etc/clusters' }
   */
  'cluster-removed': [
    {
      cluster: string;
      source: string;
    },
  ];
  /**
   * A cluster is kept as last seen: its source cannot be listed, its file is broken, or it vanished with many others.
   * @example { cluster: 'prod-1', source: 'kubeconfig-directory:/etc/clusters', since: '2026-03-01T08:15:00.000Z' }
   */
  'cluster-stale': [
    {
      cluster: string;
      source: string;
      /** Since when it is not seen. */
      since: string;
    },
  ];
  /**
   * Two sources or two contexts carry one name; neither is used until one is renamed.
   * @example { cluster: 'prod-1', origins: ['/etc/clusters/prod-1.yaml', '/etc/clusters/prod-1.yml'] }
   */
  'cluster-conflict': [
    {
      /** The name that several carry. */
      cluster: string;
      /** Where each of them was found, for people to read. */
      origins: string[];
    },
  ];
  /**
   * A probe found a cluster unusable that was usable, or was never probed. Not again while it stays so.
   * @example { cluster: 'prod-1', reason: 'timeout', message: 'The cluster did not answer.', observedAt: '2026-03-01T08:15:00.000Z' }
   */
  'cluster-unreachable': [
    {
      cluster: string;
      /** One of `UNREACHABLE_REASONS`: dns, refused, tls, timeout, 401… */
      reason: string;
      message: string;
      observedAt: string;
    },
  ];
  /**
   * A probe found a cluster usable again that was unreachable.
   * @example { cluster: 'prod-1', latencyMs: 12.4, observedAt: '2026-03-01T08:16:00.000Z' }
   */
  'cluster-reachable': [
    {
      cluster: string;
      /** Milliseconds that its API server took to answer. */
      latencyMs: number;
      observedAt: string;
    },
  ];
  /**
   * A caller chose another cluster (`clusters_switch`, `setActive`).
   * @example { caller: 'user:ada', cluster: 'prod-1', previous: undefined }
   */
  'active-cluster-changed': [
    {
      /** The id of the caller whose choice it is. */
      caller: string;
      cluster: string;
      /** What was active before, if anything. */
      previous: string | undefined;
    },
  ];
  /**
   * A kubeconfig was read again after it was written; `cluster-changed` follows when its connection data differ.
   * @example { cluster: 'prod-1', path: '/etc/clusters/prod-1.yaml' }
   */
  'kubeconfig-refreshed': [
    {
      cluster: string;
      /** The file that was read. */
      path: string;
    },
  ];
  /**
   * The kubeconfigs of a Rancher begin to be refreshed.
   * @example { rancher: 'eu', provider: 'eu', force: false, startedAt: '2026-03-01T08:15:00.000Z' }
   */
  'refresh-started': [
    {
      rancher: string;
      provider: string;
      /** Every kubeconfig is fetched again, and removals are believed. */
      force: boolean;
      startedAt: string;
    },
  ];
  /**
   * A refresh of kubeconfigs ended, wholly or in part.
   * @example { rancher: 'eu', provider: 'eu', outcome: 'Partial', summary: 'Partial (11/12 clusters updated, failed: edge)', clusters: 12,
   *   written: ['prod-1'], failed: ['edge'], durationMs: 840 }
   */
  'refresh-finished': [
    {
      rancher: string;
      provider: string;
      /** Partial: some kubeconfigs stay as they were, or many clusters vanished together and are held. */
      outcome: 'Success' | 'Partial';
      summary: string;
      /** How many clusters were listed, after the filters. */
      clusters: number;
      /** As Rancher calls them: the kubeconfigs that were written, for they were new or others. */
      written: string[];
      /** As Rancher calls them: those whose kubeconfig stays as it was. */
      failed: string[];
      durationMs: number;
    },
  ];
  /**
   * The clusters of a Rancher could not be listed; the kubeconfigs at hand stay in use.
   * @example { rancher: 'eu', provider: 'eu', code: 'UNAUTHORIZED', message: 'Rancher "eu" does not accept the token.', failuresInARow: 1 }
   */
  'refresh-failed': [
    {
      rancher: string;
      provider: string;
      code: string;
      message: string;
      /** How often in a row. */
      failuresInARow: number;
    },
  ];
  /**
   * The refreshes of a Rancher go better or worse than before: Degraded after one that failed, Unhealthy after three in a row.
   * @example { rancher: 'eu', health: 'Degraded', previous: 'Healthy', reason: 'Rancher "eu" could not be reached.' }
   */
  'refresh-health-changed': [
    {
      rancher: string;
      /** How they go now. */
      health: 'Unknown' | 'Healthy' | 'Degraded' | 'Unhealthy';
      /** How they went before. */
      previous: 'Unknown' | 'Healthy' | 'Degraded' | 'Unhealthy';
      /** What failed, for people; undefined when nothing does any more. */
      reason: string | undefined;
    },
  ];
  /**
   * A Rancher does not list a cluster any more. Its kubeconfig stays, and the cluster in the fleet, until it is cleaned.
   * @example { rancher: 'eu', cluster: 'edge', removedAt: '2026-03-01T08:15:00.000Z' }
   */
  'rancher-cluster-removed': [
    {
      rancher: string;
      /** Its name in the fleet. */
      cluster: string;
      /** When it was first missed. */
      removedAt: string;
    },
  ];
  /**
   * A kubeconfig leads past Rancher while that is down (`direct_endpoints`), or through it again.
   * @example { rancher: 'eu', cluster: 'prod-1', endpoint: 'direct' }
   */
  'endpoint-switched': [{ rancher: string; cluster: string; endpoint: 'direct' | 'rancher' }];
  /**
   * A source could not be listed; what it showed before is kept. Again only when the reason changes.
   * @example { source: 'kubeconfig-directory:/etc/clusters', message: 'Cannot read /etc/clusters: EACCES.', clustersKept: 12 }
   */
  'source-failed': [
    {
      source: string;
      message: string;
      /** How many clusters of it stay in use. */
      clustersKept: number;
    },
  ];
  /**
   * A source that had failed was listed.
   * @example { source: 'kubeconfig-directory:/etc/clusters' }
   */
  'source-recovered': [{ source: string }];
  /**
   * One listing lost more than a tenth of its clusters at once; they are kept, marked stale, until confirmed
   * (`clusters.refresh({ acceptRemovals: true })`).
   * @example { source: 'kubeconfig-directory:/etc/clusters', clusters: ['prod-1', 'prod-2'] }
   */
  'source-shrink-held': [
    {
      source: string;
      /** Names of the clusters that are held. */
      clusters: string[];
    },
  ];
  /**
   * The first request to a cluster with this identity opened its connections.
   * @example { cluster: 'prod-1', identity: 'default' }
   */
  'session-opened': [
    {
      cluster: string;
      identity: string;
    },
  ];
  /**
   * The connections to a cluster ended. A later request opens new ones.
   * @example { cluster: 'prod-1', identity: 'default', why: 'idle' }
   */
  'session-closed': [
    {
      cluster: string;
      identity: string;
      /** Nobody used them; other connection data; the cluster is gone; the fleet was closed. */
      why: 'idle' | 'changed' | 'removed' | 'closed';
    },
  ];
  /**
   * A call of an operation ended, however it ended; also one that was refused before it began. An operation that runs others
   * (`clusters_exec_all`) emits one for each of them, with the same request id, and its own last.
   * @example { requestId: '7f3d2c9e-6f0a-4a52-9a43-0d6c8f5f3a11', operation: 'pods_list', caller: 'ada', cluster: 'prod-1',
   *   effect: 'read', outcome: 'ok', code: undefined, startedAt: '2026-03-01T08:15:00.000Z', durationMs: 4.2 }
   */
  'operation-finished': [OperationFinished];
  /**
   * Operations were added to or taken from the catalog.
   * @example { added: ['plugin_tree'], removed: [] }
   */
  'operations-changed': [
    {
      /** Names of the operations that there are now and were not. */
      added: string[];
      /** Names of those that are gone. */
      removed: string[];
    },
  ];
}

/** One finished operation: the payload of `operation-finished`, one line of the audit log. */
export interface OperationFinished {
  /** The id in the result, in errors and in the audit log. */
  requestId: string;
  /** Its name, as the caller wrote it (80 characters at most). */
  operation: string;
  /** The authenticated user where there is one, else the id of the caller. */
  caller: string;
  /** The cluster that answered or failed; undefined where none was involved. */
  cluster: string | undefined;
  /** Undefined for a name that is no operation here. */
  effect: 'read' | 'write' | 'destructive' | undefined;
  /** Refused: nothing was done, because of the input or the policy. */
  outcome: 'ok' | 'failed' | 'refused' | 'cancelled';
  /** Why it did not succeed; undefined with `ok`. */
  code: ErrorCode | undefined;
  /** When the call arrived. */
  startedAt: string;
  /** Milliseconds from then to the end. */
  durationMs: number;
  /** The access level that held for the call, once its cluster was known. */
  access?: 'full' | 'non-destructive' | 'read-only' | undefined;
  /** What let the call through or refused it: `fleet`, `environment prod`, `caller`, `denied_kinds "Secret"`. */
  decidedBy?: string | undefined;
  /** Fingerprint of the input, its secrets masked before: equal inputs have equal ones. Made where there is an audit log. */
  inputDigest?: string | undefined;
  /** Secrets were shown, by a rule of `[[reveal]]`. */
  revealed?: boolean | undefined;
  /** How a person agreed to it, where a rule of `[confirmation]` asked: when asked, or by having the call repeated with its confirmation. */
  confirmation?: 'asked' | 'repeated' | undefined;
}
