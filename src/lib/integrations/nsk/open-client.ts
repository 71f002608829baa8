import { FleetError } from '../../errors.js';
import { RancherClient } from '../rancher/rancher-client.js';
import type { NskIntegrationOptions } from './nsk-options.js';

/** A client of Rancher itself. @throws FleetError CONFIG_INVALID without an address and a token */
export function openClient(options: NskIntegrationOptions): RancherClient {
  const { name, rancherUrl, rancherToken, certificateAuthority, certificateChecksum, rancherInsecure, timeoutMs, clusterIds } = options;
  if (rancherUrl === undefined || rancherToken === undefined) {
    throw new FleetError('CONFIG_INVALID', `Rancher itself cannot be asked: ${name ?? 'nsk'} has no rancher_url and rancher_token.`, {
      hint: 'Set RANCHER_URL and RANCHER_TOKEN beside nsk.',
    });
  }
  return new RancherClient({
    name,
    url: rancherUrl,
    token: rancherToken,
    certificateAuthority,
    certificateChecksum,
    insecure: rancherInsecure,
    clusterIds,
    timeoutMs,
  });
}
