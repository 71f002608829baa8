import { isAbsolute } from 'node:path';
import { FleetError } from '../../errors.js';
import type { Logger } from '../../platform/logger.js';
import type { RetryRules } from '../../platform/retry.js';
import { clusterPatternProblem } from './cluster-pattern.js';
import type { NskProviderOptions } from './nsk-provider.js';

/** How to reach Rancher, what of it is wanted, and where it goes. */
export interface NskIntegrationOptions extends NskProviderOptions {
  /** How this integration is called where there are several; names clusters' origins and messages. @default 'nsk' */
  readonly name?: string | undefined;
  /** Absolute path of the folder for the kubeconfigs: `NAME.yaml` each, 0600; the folder 0700. Made where it is missing. */
  readonly directory: string;
  /** `auto`: nsk when the program is there, else Rancher itself. @default 'auto' */
  readonly mode?: 'auto' | 'nsk' | 'rancher' | undefined;
  /** PEM of the authority of Rancher's certificate. */
  readonly certificateAuthority?: string | undefined;
  /** SHA-256 of Rancher's `cacerts`, 64 hex digits. */
  readonly certificateChecksum?: string | undefined;
  /** Ids of clusters that are asked for one by one where the API token may not list them: tokens that are scoped to a cluster. */
  readonly clusterIds?: readonly string[] | undefined;
  /**
   * What the kubeconfigs hold. `token`: the API token itself; nothing is made on Rancher. `generate`: a token for each cluster that
   * Rancher mints, new ones only when one is due; old ones are removed. `ext`: one for all clusters (Rancher 2.12). @default 'token'
   */
  readonly kubeconfigs?: 'token' | 'generate' | 'ext' | undefined;
  /** Also writes contexts for the endpoints past Rancher of clusters that have one; `generate` or `ext` only. @default false */
  readonly directEndpoints?: boolean | undefined;
  /** Kubeconfigs that Rancher makes with its own `server-url` lead to `rancherUrl` instead. @default true */
  readonly rewriteServer?: boolean | undefined;
  /** Milliseconds that an old token stays valid once its new kubeconfig stands, for whoever has the old one in memory. @default 2000 */
  readonly tokenHandoverMs?: number | undefined;
  /** Regular expression; only clusters whose names match. */
  readonly clusterPattern?: string | undefined;
  readonly excludeClusters?: readonly string[] | undefined;
  /** Refreshes again and again after `start`. @default false */
  readonly autoRefresh?: boolean | undefined;
  /** Milliseconds between the end of a refresh and the next one, a tenth more or less. @default one hour */
  readonly refreshIntervalMs?: number | undefined;
  /** Kubeconfigs fetched at once. @default 8 */
  readonly concurrency?: number | undefined;
  /** Of each request. @default three tries, 1 s to 30 s apart */
  readonly retryRules?: Omit<RetryRules, 'signal'> | undefined;
  readonly logger?: Logger | undefined;
}

/** @throws FleetError CONFIG_INVALID with every problem together */
export function checkNskOptions(options: NskIntegrationOptions): void {
  const problems = [...problemsOf(options)];
  if (problems.length === 0) return;
  throw new FleetError(
    'CONFIG_INVALID',
    `The integration with Rancher cannot be set up: ${problems.map(({ key, message }) => `${key} ${message}`).join('; ')}.`,
    {
      details: { problems },
    },
  );
}

function* problemsOf(options: NskIntegrationOptions): Generator<{ readonly key: string; readonly message: string }> {
  const { directory, mode = 'auto', rancherUrl, rancherToken, clusterPattern, refreshIntervalMs, certificateChecksum } = options;
  const { kubeconfigs = 'token', directEndpoints = false, tokenHandoverMs = 0, clusterIds = [] } = options;
  if (!isAbsolute(directory)) yield { key: 'directory', message: 'must be an absolute path' };
  if (rancherUrl !== undefined && !(URL.canParse(rancherUrl) && /^https?:$/.test(new URL(rancherUrl).protocol)))
    yield { key: 'rancherUrl', message: 'must be a URL such as https://rancher.example.com' };
  if (mode === 'rancher' && rancherUrl === undefined) yield { key: 'rancherUrl', message: 'is needed with mode "rancher"' };
  if (mode === 'rancher' && rancherToken === undefined) yield { key: 'rancherToken', message: 'is needed with mode "rancher"' };
  const wrongPattern = clusterPattern === undefined ? undefined : clusterPatternProblem(clusterPattern);
  if (wrongPattern !== undefined) yield { key: 'clusterPattern', message: wrongPattern };
  if (refreshIntervalMs !== undefined && !(refreshIntervalMs >= 1_000)) yield { key: 'refreshIntervalMs', message: 'must be 1000 or more' };
  if (certificateChecksum !== undefined && !/^[0-9a-f]{64}$/i.test(certificateChecksum))
    yield { key: 'certificateChecksum', message: 'must be 64 hexadecimal digits' };
  if (kubeconfigs !== 'token' && mode !== 'rancher')
    yield { key: 'kubeconfigs', message: `"${kubeconfigs}" needs mode "rancher": the program nsk has its own way` };
  if (directEndpoints && kubeconfigs === 'token')
    yield { key: 'directEndpoints', message: 'needs kubeconfigs "generate" or "ext": clusters do not accept the API token themselves' };
  if (!(tokenHandoverMs >= 0 && tokenHandoverMs <= 60_000)) yield { key: 'tokenHandoverMs', message: 'must be between 0 and 60000' };
  if (clusterIds.some((id) => !/^[a-z0-9][a-z0-9-]{0,62}$/.test(id)))
    yield { key: 'clusterIds', message: 'must be ids of clusters such as c-m-7xk2p9qd, not names' };
}
