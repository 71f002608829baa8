import { isAbsolute } from 'node:path';
import { FleetError } from '../../errors.js';
import type { Logger } from '../../platform/logger.js';
import type { RetryRules } from '../../platform/retry.js';
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
  if (!isAbsolute(directory)) yield { key: 'directory', message: 'must be an absolute path' };
  if (rancherUrl !== undefined && !(URL.canParse(rancherUrl) && /^https?:$/.test(new URL(rancherUrl).protocol)))
    yield { key: 'rancherUrl', message: 'must be a URL such as https://rancher.example.com' };
  if (mode === 'rancher' && rancherUrl === undefined) yield { key: 'rancherUrl', message: 'is needed with mode "rancher"' };
  if (mode === 'rancher' && rancherToken === undefined) yield { key: 'rancherToken', message: 'is needed with mode "rancher"' };
  if (clusterPattern !== undefined && !isPattern(clusterPattern)) yield { key: 'clusterPattern', message: 'is not a regular expression' };
  if (refreshIntervalMs !== undefined && !(refreshIntervalMs >= 1_000)) yield { key: 'refreshIntervalMs', message: 'must be 1000 or more' };
  if (certificateChecksum !== undefined && !/^[0-9a-f]{64}$/i.test(certificateChecksum))
    yield { key: 'certificateChecksum', message: 'must be 64 hexadecimal digits' };
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
