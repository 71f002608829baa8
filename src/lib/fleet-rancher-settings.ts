import { rancherFolders } from './config/rancher-folders.js';
import type { FleetConfig } from './config/schema.js';
import type { EnvironmentRules } from './fleet-rancher-facts.js';
import type { NskIntegrationOptions } from './integrations/nsk/nsk-options.js';
import { homeDirectory } from './platform/environment.js';
import { nodeFiles } from './platform/node-modules.js';

/** Where the API token of a Rancher stands. */
export type TokenPlace =
  | { readonly text: string }
  | { readonly file: string }
  /** `NAMESPACE/NAME#KEY`, in the cluster that this process runs in. */
  | { readonly secret: string };

/** One Rancher as the configuration says it. */
export interface RancherSettings {
  readonly options: NskIntegrationOptions & { readonly name: string };
  readonly token: TokenPlace | undefined;
  readonly prefix: string | undefined;
  readonly environments: EnvironmentRules;
}

/** The enabled Ranchers: `[nsk]` first, then `[rancher.NAME]` in the order of their names. Reads the files of authorities. */
export function rancherSettings(config: FleetConfig): readonly RancherSettings[] {
  return rancherFolders(config, homeDirectory()).flatMap(({ name, directory }): RancherSettings[] => {
    const section = config.rancher[name];
    if (name === 'nsk') return [ofNsk(config.nsk, directory)];
    return section === undefined ? [] : [ofRancher(name, section, directory)];
  });
}

function ofNsk(nsk: FleetConfig['nsk'], directory: string): RancherSettings {
  const { mode, profile, configDir, nskPath, githubToken, rancherUrl, rancherInsecure, clusterPattern, excludeClusters } = nsk;
  return {
    options: {
      ...shared(nsk),
      ...{ name: 'nsk', directory, mode, profile, configDir, nskPath, githubToken, rancherUrl, rancherInsecure },
      ...{ clusterPattern, excludeClusters },
    },
    token: placeOf(nsk.rancherToken, nsk.rancherTokenFile, nsk.rancherTokenSecret),
    prefix: undefined,
    environments: rulesOf(nsk),
  };
}

function ofRancher(name: string, section: FleetConfig['rancher'][string], directory: string): RancherSettings {
  const { url: rancherUrl, insecure: rancherInsecure, pattern: clusterPattern, exclude: excludeClusters } = section;
  return {
    options: { ...shared(section), name, directory, mode: 'rancher', rancherUrl, rancherInsecure, clusterPattern, excludeClusters },
    token: placeOf(section.token, section.tokenFile, section.tokenSecret),
    prefix: section.prefix,
    environments: rulesOf(section),
  };
}

type Section = FleetConfig['nsk'] | FleetConfig['rancher'][string];

function shared({ ca, caChecksum: certificateChecksum, autoRefresh, refreshInterval, kubeconfigs, directEndpoints, clusterIds }: Section) {
  const certificateAuthority = ca === undefined ? undefined : nodeFiles().readFileSync(ca, 'utf8');
  return {
    certificateAuthority,
    certificateChecksum,
    autoRefresh,
    refreshIntervalMs: refreshInterval,
    kubeconfigs,
    directEndpoints,
    clusterIds,
  };
}

function rulesOf({ environmentLabel: label, environments: byValue, environment: otherwise }: Section): EnvironmentRules {
  return { label, byValue, otherwise };
}

function placeOf(text?: string, file?: string, secret?: string): TokenPlace | undefined {
  if (text !== undefined) return { text };
  if (file !== undefined) return { file };
  return secret === undefined ? undefined : { secret };
}
