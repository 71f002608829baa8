import { setTimeout as delay } from 'node:timers/promises';
import { createFleet, type Fleet } from '../../src/index.js';
import { startLocalFleet, type LocalCluster, type LocalFleet } from '../../src/testing/index.js';

/** Kinds of one API group, as a product defines them; any field may be in their objects. */
export interface Definitions {
  readonly group: string;
  /** The first one is stored. */
  readonly versions: readonly string[];
  /** Kind → plural. */
  readonly namespaced?: Readonly<Record<string, string>>;
  readonly cluster?: Readonly<Record<string, string>>;
}

/** Two clusters without nodes or controllers, the older with other versions of a product than the newer. */
export async function startBareFleet(toolset: string): Promise<{ local: LocalFleet; fleet: Fleet; close: () => Promise<void> }> {
  const versions = { legacy: '1.24', current: 'current' } as const;
  const clusters = Object.entries(versions).map(([name, version]) => ({ name, version, nodes: 0, controllers: false }));
  const local = await startLocalFleet({ clusters });
  const fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, toolsets: [toolset] });
  return {
    local,
    fleet,
    close: async () => {
      await fleet.close();
      await local.close();
    },
  };
}

/** Installs the definitions of a group, and waits until they are served. */
export async function define(
  { adminClient }: LocalCluster,
  { group, versions, namespaced = {}, cluster = {} }: Definitions,
): Promise<void> {
  const schema = { openAPIV3Schema: { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  for (const [scope, kinds] of Object.entries({ Namespaced: namespaced, Cluster: cluster })) {
    for (const [kind, plural] of Object.entries(kinds)) {
      const definition = {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `${plural}.${group}`, annotations: { 'api-approved.kubernetes.io': 'unapproved, for tests' } },
        spec: {
          group,
          scope,
          names: { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List` },
          versions: versions.map((name, index) => ({ name, served: true, storage: index === 0, schema })),
        },
      };
      const answer = await adminClient.request('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition);
      if (answer.status > 299) throw new Error(`${plural}.${group}: ${answer.text}`);
    }
  }
  const plurals = [...Object.values(namespaced), ...Object.values(cluster)];
  for (const plural of plurals) {
    for (const version of versions) await served(adminClient, `/apis/${group}/${version}/${plural}`);
  }
}

/** Nothing tells when a definition is served: it is asked until it is. */
async function served(client: LocalCluster['adminClient'], path: string): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await client.request('GET', path)).status === 200) return;
    await delay(25);
  }
  throw new Error(`${path} was not served within 10 s.`);
}

/** Makes objects by their path; namespaces must be there. */
export async function make({ adminClient }: LocalCluster, path: string, object: object): Promise<void> {
  const answer = await adminClient.request('POST', path, object);
  if (answer.status > 299) throw new Error(`POST ${path}: ${answer.text}`);
}

/** Makes a namespace with labels, and the service account of its pods: no controller does. */
export async function makeNamespace(cluster: LocalCluster, name: string, labels: Readonly<Record<string, string>> = {}): Promise<void> {
  await make(cluster, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
  await make(cluster, `/api/v1/namespaces/${name}/serviceaccounts`, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default' },
  });
}

/** Makes a pod that runs nowhere, and says that it is Running. */
export async function makeRunningPod(
  cluster: LocalCluster,
  namespace: string,
  metadata: { readonly name: string; readonly labels?: object; readonly annotations?: object },
): Promise<void> {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: { nodeName: 'nowhere', containers: [{ name: 'main', image: 'example.test/app:1' }] },
  };
  await make(cluster, `/api/v1/namespaces/${namespace}/pods`, pod);
  const path = `/api/v1/namespaces/${namespace}/pods/${metadata.name}/status`;
  const answer = await cluster.adminClient.request('PUT', path, { ...pod, status: { phase: 'Running' } });
  if (answer.status > 299) throw new Error(`PUT ${path}: ${answer.text}`);
}

/** A time so many minutes ago; in the future when negative. */
export function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
}
