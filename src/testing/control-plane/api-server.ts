import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import type { LocalApiClient } from '../api-client.js';
import { issueCertificate } from '../certificates/certificate.js';
import type { LocalClusterDescription } from '../cluster-description.js';
import { type RunningProgram, startProgram } from '../processes/program.js';
import { waitUntilReady } from '../processes/readiness.js';
import type { Watchdog } from '../processes/watchdog.js';
import { clientCertificate, restrictedUserName } from '../users.js';
import { writePrivateFiles } from './private-files.js';

/** Where one cluster's processes live. */
export interface ClusterSite {
  readonly cluster: LocalClusterDescription;
  /** Private to this cluster. */
  readonly directory: string;
  readonly watchdog: Watchdog;
  readonly signal: AbortSignal | undefined;
}

/** A running API server and the files that its companions need. */
export interface ApiServer {
  readonly program: RunningProgram;
  readonly files: Readonly<Record<'authority.crt' | 'server.crt' | 'server.key' | 'service-account.key', string>>;
}

const READY_TIMEOUT_MS = 120_000;

/** Starts kube-apiserver with certificates of its own and waits for `/readyz`. */
export async function startApiServer(
  path: string,
  site: ClusterSite,
  etcdUrl: string,
  client: LocalApiClient,
  started: (program: RunningProgram) => void,
): Promise<ApiServer> {
  const files = await writeFiles(site);
  const program = await startProgram({
    name: `${site.cluster.name}-kube-apiserver`,
    path,
    directory: site.directory,
    watchdog: site.watchdog,
    cluster: site.cluster.name,
    arguments: apiServerArguments(site, etcdUrl, files),
  });
  started(program);
  const check = async (): Promise<boolean> => (await client.request('GET', '/readyz')).status === 200;
  await waitUntilReady({ program, check, timeoutMs: READY_TIMEOUT_MS, cluster: site.cluster.name, signal: site.signal });
  return { program, files };
}

function apiServerArguments(site: ClusterSite, etcdUrl: string, files: Awaited<ReturnType<typeof writeFiles>>): string[] {
  return [
    `--etcd-servers=${etcdUrl}`,
    `--etcd-prefix=/${site.cluster.name}`,
    `--bind-address=${site.cluster.host}`,
    `--secure-port=${site.cluster.port}`,
    `--cert-dir=${site.directory}`,
    `--tls-cert-file=${files['server.crt']}`,
    `--tls-private-key-file=${files['server.key']}`,
    `--client-ca-file=${files['authority.crt']}`,
    `--token-auth-file=${files['tokens.csv']}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${files['service-account.key']}`,
    `--service-account-signing-key-file=${files['service-account.key']}`,
    `--kubelet-client-certificate=${files['kubelet-client.crt']}`,
    `--kubelet-client-key=${files['kubelet-client.key']}`,
    '--requestheader-client-ca-file=' + files['front-proxy-authority.crt'],
    '--requestheader-allowed-names=front-proxy',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-username-headers=X-Remote-User',
    `--proxy-client-cert-file=${files['front-proxy.crt']}`,
    `--proxy-client-key-file=${files['front-proxy.key']}`,
    '--enable-aggregator-routing=true',
    '--authorization-mode=Node,RBAC',
    '--service-cluster-ip-range=10.0.0.0/24',
    '--endpoint-reconciler-type=none',
    '--allow-privileged=true',
    '--profiling=false',
  ];
}

async function writeFiles(site: ClusterSite) {
  const { authority, name, tokens } = site.cluster;
  const server = issueCertificate(
    {
      commonName: `${name} kube-apiserver`,
      use: 'server',
      dnsNames: ['localhost', `${name}.fleet.test`, 'kubernetes.default.svc'],
      ipv4Addresses: ['127.0.0.1'],
    },
    authority,
  );
  const kubeletClient = clientCertificate(authority, 'kube-apiserver-kubelet-client', ['system:masters']);
  const frontProxyAuthority = issueCertificate({ commonName: `${name} front proxy authority`, use: 'authority' });
  const frontProxy = clientCertificate(frontProxyAuthority, 'front-proxy', []);
  const serviceAccountKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' });
  return writePrivateFiles(join(site.directory, 'pki'), {
    'authority.crt': authority.certificate,
    'server.crt': server.certificate,
    'server.key': server.privateKey,
    'service-account.key': serviceAccountKey.toString(),
    'kubelet-client.crt': kubeletClient.certificate,
    'kubelet-client.key': kubeletClient.privateKey,
    'front-proxy-authority.crt': frontProxyAuthority.certificate,
    'front-proxy.crt': frontProxy.certificate,
    'front-proxy.key': frontProxy.privateKey,
    'tokens.csv': `${tokens.admin},${name}-token,${name}-token,"system:masters"\n${tokens.restricted},${restrictedUserName(name)},${name}-restricted\n`,
  });
}
