import type { RancherClient } from '../rancher/rancher-client.js';
import { rancherBase } from '../rancher/rancher-server.js';
import type { RancherFinding } from './finding.js';
import type { NskIntegrationOptions } from './nsk-options.js';

/** Settings of Rancher that change what its kubeconfigs are good for. */
export async function examineSettings(
  client: RancherClient,
  { options, asksProgram }: { readonly options: NskIntegrationOptions; readonly asksProgram: boolean },
  signal: AbortSignal,
): Promise<readonly RancherFinding[]> {
  const [serverUrl, makesTokens, minutes] = await Promise.all(
    ['server-url', 'kubeconfig-generate-token', 'kubeconfig-default-token-ttl-minutes'].map((name) => client.setting(name, signal)),
  );
  const { kubeconfigs = 'token', rewriteServer = true } = options;
  const isMade = asksProgram || kubeconfigs !== 'token';
  const findings: RancherFinding[] = [];
  if (serverUrl !== undefined && URL.canParse(serverUrl) && rancherBase(serverUrl).host !== new URL(client.url).host) {
    findings.push({
      state: 'note',
      what: `Rancher calls itself ${serverUrl} (server-url), not ${client.url}`,
      why: isMade
        ? 'The kubeconfigs that it makes lead there.'
        : 'Kubeconfigs that are downloaded in its UI lead there; those that are made here lead to rancher_url.',
      advice:
        isMade && !(rewriteServer && !asksProgram)
          ? 'Use that address as rancher_url, or have an administrator change server-url.'
          : undefined,
    });
  }
  if (isMade && makesTokens === 'false')
    findings.push({
      state: 'note',
      what: 'kubeconfigs of this Rancher ask for a login (kubeconfig-generate-token is false)',
      why: 'No program can answer it; the API token takes its place where it is known.',
    });
  const days = Number(minutes) / 1440;
  if (isMade && minutes !== undefined && Number.isFinite(days))
    findings.push({
      state: 'note',
      what:
        days === 0
          ? 'tokens in kubeconfigs of this Rancher do not end (kubeconfig-default-token-ttl-minutes is 0)'
          : `tokens in kubeconfigs of this Rancher end after ${String(Math.round(days * 10) / 10)} days (kubeconfig-default-token-ttl-minutes)`,
    });
  return findings;
}
