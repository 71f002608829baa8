import { FleetError } from '../../errors.js';
import { silentLogger } from '../../platform/logger.js';
import type { KubeconfigProvider } from './kubeconfig-provider.js';
import { openClient } from './open-client.js';
import type { NskIntegrationOptions } from './nsk-options.js';
import { findNsk } from './nsk-program.js';

/** The provider that the mode asks for. @throws FleetError PROGRAM_MISSING, CONFIG_INVALID when there is no way at all */
export async function openProvider(options: NskIntegrationOptions): Promise<KubeconfigProvider> {
  const { mode = 'auto', rancherUrl, rancherToken } = options;
  if (mode === 'nsk' || (mode === 'auto' && (await findNsk(options)) !== undefined)) {
    const { nskProvider } = await import('./nsk-provider.js');
    return nskProvider(options);
  }
  if (rancherUrl === undefined || rancherToken === undefined) {
    throw new FleetError(
      'CONFIG_INVALID',
      `There is no program ${options.nskPath ?? 'nsk'}, and without it rancher_url and rancher_token are needed.`,
      {
        hint: 'Install nsk, or set RANCHER_URL and RANCHER_TOKEN to ask Rancher without it.',
      },
    );
  }
  const client = openClient(options);
  const { kubeconfigs = 'token', directory, directEndpoints, rewriteServer, logger = silentLogger } = options;
  const { DEFAULT_HANDOVER_MS, TokenKeeper } = await import('./token-keeper.js');
  const { tokenHandoverMs: handoverMs = DEFAULT_HANDOVER_MS } = options;
  const keeper = new TokenKeeper({ client, directory, handoverMs, logger });
  if (kubeconfigs === 'token') {
    const { rancherProvider } = await import('./rancher-provider.js');
    return rancherProvider(client, keeper);
  }
  const { MintingProvider } = await import('./minting-provider.js');
  return new MintingProvider(client, { kubeconfigs, keeper, directEndpoints, rewriteServer, logger });
}
