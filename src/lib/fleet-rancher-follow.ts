import type { RancherToken } from './fleet-rancher-token.js';
import type { NskIntegration } from './integrations/nsk/nsk-integration.js';

/** Starts one integration, and refreshes it when its token changes: kubeconfigs hold it. */
export interface RefreshFollower {
  /** True until the first refresh is over, whatever came of it. */
  readonly isStarting: boolean;
  /** Starts the integration, once. Resolves after the first refresh, and does not reject. */
  start(): Promise<void>;
  /** Ends what runs, and waits for it. */
  close(): Promise<void>;
}

export function followToken(integration: NskIntegration, token: RancherToken | undefined): RefreshFollower {
  let first: Promise<void> | undefined;
  let isStarting = true;
  let watch: { close(): void } | undefined;
  integration.on('refresh-failed', ({ code }) => {
    if (code === 'UNAUTHORIZED') token?.refused();
  });
  const start = async (): Promise<void> => {
    // What fails is told by the events of the integration.
    watch = token?.watch(() => void integration.refresh().catch(() => undefined));
    await integration.start();
    isStarting = false;
  };
  return {
    get isStarting() {
      return isStarting;
    },
    start: () => (first ??= start()),
    close: async () => {
      watch?.close();
      await integration.stop();
      await token?.close();
    },
  };
}
