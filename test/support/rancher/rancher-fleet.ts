import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFleet, type Fleet, type FleetConfigInput } from '../../../src/index.js';
import { authority } from '../https-server.js';
import { startRancher, type RancherOptions, type StandInRancher } from './stand-in-rancher.js';

/** Ranchers that are none, and a fleet that takes its clusters from them. */
export interface RancherFleet<Name extends string> extends AsyncDisposable {
  readonly fleet: Fleet;
  /** By the names of their sections. */
  readonly ranchers: Readonly<Record<Name, StandInRancher>>;
  /** Where the kubeconfigs of each are. */
  readonly directory: (name: Name) => string;
  /** The same configuration again, changed. */
  readonly configuration: FleetConfigInput;
}

/** Opens a fleet over a stand-in for each name; `nsk` becomes the section `[nsk]`, others `[rancher.NAME]` with their name as prefix. */
export async function openRancherFleet<const Name extends string>(
  wanted: Readonly<Record<Name, RancherOptions>>,
  changes: FleetConfigInput = {},
): Promise<RancherFleet<Name>> {
  const folder = await mkdtemp(join(tmpdir(), 'fleetwright-ranchers-'));
  const ca = join(folder, 'authority.pem');
  await writeFile(ca, authority.certificate, { mode: 0o600 });
  const names = Object.keys(wanted) as Name[];
  const started = await Promise.all(names.map(async (name) => [name, await startRancher(wanted[name])] as const));
  const directory = (name: Name): string => join(folder, name, 'kubeconfigs');
  const sections = started
    .filter(([name]) => name !== 'nsk')
    .map(
      ([name, { url, token }]) => [name, { url, token, ca, prefix: `${name}-`, directory: directory(name), autoRefresh: false }] as const,
    );
  const own = started.find(([name]) => name === 'nsk')?.[1];
  const configuration: FleetConfigInput = {
    ...(own === undefined
      ? {}
      : { nsk: { mode: 'rancher', rancherUrl: own.url, rancherToken: own.token, ca, configDir: join(folder, 'nsk') } }),
    ...(sections.length === 0 ? {} : { rancher: Object.fromEntries(sections) }),
    toolsets: ['all'],
    ...changes,
  };
  const fleet = createFleet(configuration);
  return {
    fleet,
    ranchers: Object.fromEntries(started) as Record<Name, StandInRancher>,
    directory,
    configuration,
    [Symbol.asyncDispose]: async () => {
      await fleet.close();
      await Promise.all(started.map(([, rancher]) => rancher[Symbol.asyncDispose]()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
