import { dump } from 'js-yaml';
import { join } from 'node:path';
import { FleetError } from '../lib/errors.js';
import { type LocalApiClient, openApiClient } from './api-client.js';
import { issueCertificate } from './certificates/certificate.js';
import type { LocalClusterDescription } from './cluster-description.js';
import { writePrivateFiles } from './control-plane/private-files.js';
import { type KubeconfigOptions, type LocalKubeconfig, makeKubeconfig } from './kubeconfig.js';
import { type Faults, type FaultProxy, startFaultProxy } from './proxies/fault-proxy.js';
import { type SeedOptions, seedCluster } from './seeding/seed.js';
import { type LocalCredential, localCredential, type LocalUser } from './users.js';
import { valueAt } from './value-at.js';

/** One running cluster, reached through a fault proxy of this process. */
export interface LocalCluster {
  readonly name: string;
  /** Such as `1.24.17`. */
  readonly version: string;
  /** What clients use: the fault proxy, `https://127.0.0.1:<port>`. */
  readonly server: string;
  /** The API server itself; no fault reaches it. */
  readonly directServer: string;
  /** PEM. The server's certificate is good for `127.0.0.1`, `localhost` and `<name>.fleet.test`. */
  readonly certificateAuthority: string;
  readonly description: LocalClusterDescription;
  /** A kubeconfig as data; a user keeps its certificate, unless `validForMs` asks for another. @default user 'admin' */
  kubeconfig(user?: LocalUser, options?: KubeconfigOptions): LocalKubeconfig;
  /** Writes that kubeconfig into a private folder (0600) and resolves to its path. */
  kubeconfigPath(user?: LocalUser): Promise<string>;
  /** A token of a service account, good for an hour; deleting the account ends it. The account is created when missing. */
  serviceAccountToken(namespace: string, name: string): Promise<string>;
  readonly adminClient: LocalApiClient;
  /** Fills the cluster; see {@link SeedOptions}. */
  seed(options: SeedOptions): Promise<void>;
  readonly faults: Faults;
}

/** A {@link LocalCluster} with what its owner needs to give it up. */
export interface OpenLocalCluster extends LocalCluster {
  readonly proxy: FaultProxy;
  close(): Promise<void>;
}

const HOUR_MS = 60 * 60 * 1000;

/** Opens a described cluster: starts a fault proxy in front of it and keeps its kubeconfig files in `directory`. */
export async function openLocalCluster(description: LocalClusterDescription, directory: string): Promise<OpenLocalCluster> {
  const { name, host, port, authority } = description;
  const expiredCertificate = issueCertificate(
    {
      commonName: `${name} kube-apiserver`,
      use: 'server',
      dnsNames: ['localhost', `${name}.fleet.test`],
      ipv4Addresses: ['127.0.0.1'],
      notBefore: new Date(Date.now() - 48 * HOUR_MS),
      notAfter: new Date(Date.now() - HOUR_MS),
    },
    authority,
  );
  const proxy = await startFaultProxy({ host, port }, { latencyMs: description.latencyMs, expiredCertificate });
  const server = `https://${proxy.host}:${proxy.port}`;
  const adminClient = openApiClient(description);
  const credentials = new Map<LocalUser, LocalCredential>();
  const credentialOf = (user: LocalUser): LocalCredential => {
    const credential = credentials.get(user) ?? localCredential(description, user);
    credentials.set(user, credential);
    return credential;
  };
  const kubeconfig = (user: LocalUser = 'admin', options: KubeconfigOptions = {}): LocalKubeconfig =>
    makeKubeconfig(description, user, { server, ...options }, options.validForMs === undefined ? credentialOf(user) : undefined);
  return {
    name,
    version: description.version,
    server,
    directServer: `https://${host}:${port}`,
    certificateAuthority: authority.certificate,
    description,
    kubeconfig,
    async kubeconfigPath(user = 'admin') {
      const folder = user === 'admin' ? join(directory, 'kubeconfigs') : join(directory, 'kubeconfigs', user);
      const file = `${name}.yaml`;
      return (await writePrivateFiles(folder, { [file]: dump(kubeconfig(user)) }))[file] ?? '';
    },
    serviceAccountToken: (namespace, account) => requestToken(adminClient, namespace, account),
    adminClient,
    seed: (options) => seedCluster(adminClient, description, options),
    faults: proxy.faults,
    proxy,
    async close() {
      adminClient.close();
      await proxy.close();
    },
  };
}

async function requestToken(client: LocalApiClient, namespace: string, name: string): Promise<string> {
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  await client.request('POST', accounts, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } });
  const answer = await client.request('POST', `${accounts}/${name}/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: 3600 },
  });
  const token = valueAt(answer.json(), 'status', 'token');
  if (typeof token === 'string') return token;
  throw new FleetError('UNAUTHORIZED', `No token for the service account ${namespace}/${name}: ${answer.text.slice(0, 500)}`);
}
