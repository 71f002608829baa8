import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFleet, type Fleet, type FleetConfigInput, type FleetEvents, type FleetOptions } from '../../src/index.js';
import type { LocalFleet } from '../../src/testing/index.js';
import { authority } from '../support/https-server.js';
import { temporaryDirectory } from '../support/kubeconfigs.js';
import { startRancher, type RancherOptions, type StandInRancher } from '../support/rancher/stand-in-rancher.js';

/** The first API server of the shared fleet, as it stands behind a cluster of the stand-in. */
export function behind(local: LocalFleet, name: string) {
  const { host, port, authority: issuer, tokens } = local.cluster(name).description;
  return { host, port, authority: issuer.certificate, adminToken: tokens.admin };
}

/** Stand-ins of Rancher, a folder, and fleets that are closed in the end. */
export interface RancherStage extends AsyncDisposable {
  /** A folder of its own. */
  readonly folder: string;
  /** File with the authority of every stand-in. */
  readonly ca: string;
  rancher(options: RancherOptions): Promise<StandInRancher>;
  open(config: FleetConfigInput, options?: FleetOptions): Fleet;
}

export function rancherStage(): RancherStage {
  const { path: folder, remove } = temporaryDirectory();
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, authority.certificate);
  const ranchers: StandInRancher[] = [];
  const fleets: Fleet[] = [];
  return {
    folder,
    ca,
    rancher: async (options) => {
      const started = await startRancher(options);
      ranchers.push(started);
      return started;
    },
    open: (config, options) => {
      const fleet = createFleet(config, options);
      fleets.push(fleet);
      return fleet;
    },
    [Symbol.asyncDispose]: async () => {
      for (const fleet of fleets) await fleet.close();
      for (const rancher of ranchers) await rancher[Symbol.asyncDispose]();
      remove();
    },
  };
}

/** The next such event that fits. */
export function nextEvent<Name extends keyof FleetEvents>(
  fleet: Fleet,
  name: Name,
  fits: (payload: FleetEvents[Name][0]) => boolean = () => true,
): Promise<FleetEvents[Name][0]> {
  return new Promise((resolve) => {
    const listener = (...[payload]: FleetEvents[Name]): void => {
      if (!fits(payload)) return;
      fleet.off(name, listener);
      resolve(payload);
    };
    fleet.on(name, listener);
  });
}
