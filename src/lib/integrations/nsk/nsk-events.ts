import type { RefreshHealth } from './refresh-health.js';

/** The events of {@link NskIntegration}: plain data without secrets; times are ISO 8601. */
export interface NskEvents {
  /** A refresh begins. */
  'refresh-started': [{ provider: string; force: boolean; startedAt: string }];
  /** The kubeconfig of a cluster was written: it was new, or another than before. */
  'cluster-refreshed': [{ cluster: string; path: string }];
  /** A refresh ended, wholly or in part; `failed` names the clusters whose kubeconfig stays as it was. */
  'refresh-finished': [
    {
      provider: string;
      outcome: 'Success' | 'Partial';
      summary: string;
      clusters: number;
      written: string[];
      failed: string[];
      durationMs: number;
    },
  ];
  /** The clusters could not be listed; everything stays as it was. */
  'refresh-failed': [{ provider: string; code: string; message: string; failuresInARow: number }];
  /** Refreshes go better or worse than before. */
  'health-changed': [{ health: RefreshHealth; previous: RefreshHealth; reason: string | undefined }];
  /** A cluster is not listed any more. Its kubeconfig stays until `cleanRemoved`. */
  'cluster-removed': [{ cluster: string; removedAt: string }];
  /** A kubeconfig leads past Rancher now, or through it again; only with `directEndpoints`. */
  'endpoint-switched': [{ cluster: string; path: string; endpoint: 'direct' | 'rancher' }];
}
