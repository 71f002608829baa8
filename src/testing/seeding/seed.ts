import type { LocalApiClient } from '../api-client.js';
import type { LocalClusterDescription } from '../cluster-description.js';
import { createObject } from './create-object.js';
import { seedDeployment } from './deployments.js';
import { type EventSeed, seedEvents } from './events.js';
import { seedNamespaces } from './namespaces.js';
import { seedPods } from './pods.js';
import { seedWidgets } from './widgets.js';

/** What to put into a cluster. Everything but `namespaces` and the custom resource goes into `namespace`. Names that exist are left alone. */
export interface SeedOptions {
  /** More namespaces to create. */
  readonly namespaces?: readonly string[];
  /** Created when missing. @default 'default' */
  readonly namespace?: string;
  /** Bare pods `pod-0000` and so on; Running when `seed` resolves, also without controllers. */
  readonly pods?: number;
  /** Bare pods `failing-0000` and so on, their container in CrashLoopBackOff. */
  readonly failingPods?: number;
  /** Replicas by name. Rolled out when `seed` resolves, where controllers and simulated nodes run. */
  readonly deployments?: Readonly<Record<string, number>>;
  /** Plain values by key, by name. */
  readonly secrets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly configMaps?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly events?: readonly EventSeed[];
  /** The custom resource `widgets.example.com` and its objects `small` and `large`. */
  readonly crd?: boolean;
}

/** Fills a cluster; resolves when everything has the state that {@link SeedOptions} says. */
export async function seedCluster(client: LocalApiClient, cluster: LocalClusterDescription, options: SeedOptions): Promise<void> {
  const namespace = options.namespace ?? 'default';
  await seedNamespaces(client, [...new Set([namespace, ...(options.namespaces ?? [])])]);
  const data = [
    ...objectsOf('secrets', 'Secret', options.secrets).map(([collection, body]) => [collection, stringData(body)] as const),
    ...objectsOf('configmaps', 'ConfigMap', options.configMaps),
  ];
  await Promise.all([
    ...data.map(([collection, body]) => createObject(client, `/api/v1/namespaces/${namespace}/${collection}`, body)),
    ...Object.entries(options.deployments ?? {}).map(([name, replicas]) =>
      seedDeployment(client, namespace, name, replicas, cluster.controllers && cluster.simulated),
    ),
    seedEvents(client, namespace, options.events ?? []),
    options.pods === undefined ? undefined : seedPods(client, cluster, { namespace, prefix: 'pod', count: options.pods }),
    options.failingPods === undefined
      ? undefined
      : seedPods(client, cluster, { namespace, prefix: 'failing', count: options.failingPods, failure: 'CrashLoopBackOff' }),
    options.crd === true ? seedWidgets(client, namespace) : undefined,
  ]);
}

interface DataObject {
  readonly apiVersion: 'v1';
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data: Readonly<Record<string, string>>;
}

function objectsOf(collection: string, kind: string, values: SeedOptions['secrets'] = {}): (readonly [string, DataObject])[] {
  return Object.entries(values).map(([name, data]) => [collection, { apiVersion: 'v1', kind, metadata: { name }, data }]);
}

function stringData({ data, ...object }: DataObject): object {
  return { ...object, stringData: data };
}
