import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FleetConfigInput } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { sharedFleet } from '../../support/fleet.js';
import { authority } from '../../support/https-server.js';
import { SECRET } from '../../support/kubeconfigs.js';
import { startRancher } from '../../support/rancher/stand-in-rancher.js';
import { startMisbehavingServer, type MisbehavingServer } from './misbehaving-server.js';

/** The fleets of the contract: as most are; one that only reads; one with clusters that hang and leak beside good ones. */
export type FleetKind = 'ordinary' | 'readOnly' | 'troubled';

/** The clusters and configurations that one carrier is tried on. */
export interface World extends AsyncDisposable {
  /** `legacy` (v1.24.17) and `current`, in all three fleets. */
  readonly clusters: LocalFleet;
  readonly misbehaving: MisbehavingServer;
  readonly settings: Readonly<Record<FleetKind, FleetConfigInput>>;
  /** Texts that no caller may ever get. */
  readonly secrets: readonly string[];
  /** Requests that reached the real clusters so far. */
  requests(): number;
  /** The lines of the audit log of a fleet. */
  audit(kind: FleetKind): Promise<readonly unknown[]>;
}

/** How long a call of the troubled fleet may take. */
export const TROUBLED_TIMEOUT = '3s';

export async function openWorld(): Promise<World> {
  const clusters = await sharedFleet();
  const misbehaving = await startMisbehavingServer();
  const folder = await mkdtemp(join(tmpdir(), 'fleetwright-contract-'));
  const troubled = join(folder, 'troubled');
  await mkdir(troubled, { mode: 0o700 });
  for (const name of ['legacy', 'current'])
    await copyFile(join(clusters.kubeconfigDirectory, `${name}.yaml`), join(troubled, `${name}.yaml`));
  for (const name of ['stuck', 'leaky'] as const)
    await writeFile(join(troubled, `${name}.yaml`), misbehaving.kubeconfig(name), { mode: 0o600 });
  // A Rancher without clusters: what is asked of Rancher is carried, too, and the fleets stay as they are.
  const rancher = await startRancher();
  const ca = join(folder, 'authority.pem');
  await writeFile(ca, authority.certificate, { mode: 0o600 });
  const lab = (kind: FleetKind): FleetConfigInput['rancher'] => ({
    lab: { url: rancher.url, token: rancher.token, ca, directory: join(folder, 'lab', kind), autoRefresh: false },
  });
  const auditLog = (kind: FleetKind): string => join(folder, `${kind}.log`);
  // Whether this machine has helm must not matter: what it does has tests of its own.
  const helm = { helmPath: join(folder, 'no-helm') };
  // All toolsets; and no watch on the folder, so that fleets that live for one call say the same of themselves as lasting ones.
  const common = { kubeconfigDir: clusters.kubeconfigDirectory, toolsets: ['all'], autoDiscovery: false, helm };
  return {
    clusters,
    misbehaving,
    settings: {
      ordinary: { ...common, rancher: lab('ordinary'), auditLog: auditLog('ordinary'), access: { clusters: { current: 'read-only' } } },
      readOnly: { ...common, rancher: lab('readOnly'), auditLog: auditLog('readOnly'), readOnly: true },
      troubled: { ...common, auditLog: auditLog('troubled'), kubeconfigDir: troubled, requestTimeout: TROUBLED_TIMEOUT },
    },
    secrets: [
      SECRET,
      rancher.token.split(':')[1] ?? rancher.token,
      'hunter2-shop',
      Buffer.from('hunter2-shop').toString('base64'),
      ...privateKeysOf(clusters),
    ],
    requests: () => clusters.clusters.reduce((sum, { faults }) => sum + faults.counters().roundTrips + faults.counters().connections, 0),
    audit: async (kind) => (await readFile(auditLog(kind), 'utf8')).trimEnd().split('\n').map(parse),
    [Symbol.asyncDispose]: async () => {
      await misbehaving[Symbol.asyncDispose]();
      await rancher[Symbol.asyncDispose]();
      await clusters.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The private keys that stand in the kubeconfigs of the real clusters, in both of their forms. */
function privateKeysOf({ clusters }: LocalFleet): string[] {
  return clusters.flatMap((cluster) => {
    const [user] = cluster.kubeconfig('admin').users;
    const encoded = user.user['client-key-data'];
    if (typeof encoded !== 'string') throw new Error(`The kubeconfig of ${cluster.name} has no private key to look for.`);
    const [, firstLine = ''] = Buffer.from(encoded, 'base64').toString().split('\n');
    return [encoded.slice(60, 120), firstLine];
  });
}

function parse(line: string): unknown {
  return JSON.parse(line);
}
