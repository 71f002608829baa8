import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConnectionSettings } from '../clusters/connection.js';
import type { ClusterSource } from '../clusters/source.js';
import { FleetError } from '../errors.js';
import { hostEnvironment } from '../platform/environment.js';
import { nodeCrypto, nodeFiles } from '../platform/node-modules.js';
import { watchFiles } from '../platform/watch-files.js';
import { isPem } from './kubeconfig-fields.js';

export interface InClusterOptions {
  /** @default 'in-cluster' */
  readonly name?: string;
  /** Where the service account is mounted. @default '/var/run/secrets/kubernetes.io/serviceaccount' */
  readonly directory?: string;
  /** Where the API server is. @default KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT */
  readonly server?: { readonly host: string; readonly port: string };
}

/** The cluster that this process runs in, as the pod's service account. The token file is read again when Kubernetes renews it. */
export function inClusterSource(options: InClusterOptions = {}): ClusterSource {
  const { name = 'in-cluster', directory = DEFAULT_DIRECTORY, server = serviceAddress() } = options;
  const files = { token: join(directory, 'token'), authority: join(directory, 'ca.crt'), namespace: join(directory, 'namespace') };
  const connect = async (signal: AbortSignal): Promise<ConnectionSettings> => {
    signal.throwIfAborted();
    if (server === undefined) throw notInCluster('KUBERNETES_SERVICE_HOST is not set');
    const certificateAuthority = await readFile(files.authority, { encoding: 'utf8', signal }).catch((error: unknown) => {
      throw notInCluster(`${files.authority} cannot be read`, error);
    });
    if (!isPem(certificateAuthority, 'CERTIFICATE')) throw notInCluster(`${files.authority} does not hold a PEM certificate`);
    const namespace = await readFile(files.namespace, { encoding: 'utf8', signal }).catch(() => '');
    return {
      server: `https://${server.host.includes(':') ? `[${server.host}]` : server.host}:${server.port}`,
      certificateAuthority,
      namespace: namespace.trim() === '' ? 'default' : namespace.trim(),
      credential: { tokenFile: files.token },
    };
  };
  return {
    name: 'in-cluster',
    list: async (signal) => {
      const settings = await connect(signal);
      await access(files.token).catch((error: unknown) => {
        throw notInCluster(`${files.token} cannot be read`, error);
      });
      const fingerprint = nodeCrypto().createHash('sha256').update(JSON.stringify(settings)).digest('base64url').slice(0, 22);
      const origin = { source: 'in-cluster', path: directory };
      return {
        clusters: [{ name, environment: 'unknown', environmentGuessed: true, zone: 'default', labels: {}, origin, fingerprint, connect }],
        failures: [],
      };
    },
    watch: (onChange) => watchFiles({ directory, matches: (fileName) => fileName === 'ca.crt' || fileName === 'namespace', onChange }),
  };
}

/** True when this process looks like one that runs in a pod with a service account. */
export function runsInCluster(directory: string = DEFAULT_DIRECTORY): boolean {
  return serviceAddress() !== undefined && nodeFiles().existsSync(join(directory, 'token'));
}

const DEFAULT_DIRECTORY = '/var/run/secrets/kubernetes.io/serviceaccount';

function serviceAddress(): { host: string; port: string } | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = hostEnvironment();
  return host === undefined || host === '' ? undefined : { host, port: port === undefined || port === '' ? '443' : port };
}

function notInCluster(problem: string, cause?: unknown): FleetError {
  return new FleetError('SOURCE_FAILED', `The service account of this pod cannot be used: ${problem}.`, {
    cause,
    hint: 'Run inside a pod with automountServiceAccountToken, or configure a kubeconfig instead of in-cluster access.',
  });
}
