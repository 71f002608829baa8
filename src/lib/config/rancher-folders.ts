import { join, resolve } from 'node:path';
import type { FleetConfig } from './schema.js';

/** The folder of one Rancher of the configuration. */
export interface RancherFolder {
  /** `nsk`, or NAME of `[rancher.NAME]`. */
  readonly name: string;
  /** Absolute. */
  readonly directory: string;
  /** The key that says it, or would. */
  readonly path: readonly string[];
}

/** Where the kubeconfigs of each enabled section go: `[nsk]` first, then the others in the order of their names. */
export function rancherFolders({ nsk, rancher, kubeconfigDir }: FleetConfig, home: string): readonly RancherFolder[] {
  const ofNsk: RancherFolder = {
    name: 'nsk',
    directory: resolve(kubeconfigDir ?? join(nsk.configDir, 'kubeconfigs')),
    path: kubeconfigDir === undefined ? ['nsk', 'configDir'] : ['kubeconfigDir'],
  };
  const named = Object.keys(rancher)
    .sort()
    .map((name): RancherFolder => ({
      name,
      directory: resolve(rancher[name]?.directory ?? join(home, '.fleetwright', 'rancher', name)),
      path: ['rancher', name, 'directory'],
    }));
  return [...(nsk.enabled ? [ofNsk] : []), ...named];
}
