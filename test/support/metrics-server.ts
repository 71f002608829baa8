import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LocalCluster } from '../../src/testing/index.js';
import { freePort } from './free-port.js';
import { builtProgram } from './go-program.js';
import { listening } from './listening.js';
import { ownAddress } from './own-address.js';

const SOURCE = fileURLToPath(new URL('metrics-server/', import.meta.url));

/** A first build takes minutes; what is built is kept outside of the tree. */
export const METRICS_SERVER_BUILD_MS = 900_000;

/** A real metrics-server of a local cluster, registered as its metrics.k8s.io. It asks kubelets every ten seconds. */
export async function startMetricsServer(cluster: LocalCluster): Promise<AsyncDisposable> {
  const program = await builtProgram({
    name: 'metrics-server',
    source: SOURCE,
    files: ['go.mod', 'go.sum', 'tools.go'],
    goPackage: 'sigs.k8s.io/metrics-server/cmd/metrics-server',
  });
  const folder = await mkdtemp(join(tmpdir(), 'fleetwright-metrics-'));
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, JSON.stringify(cluster.kubeconfig('admin', { server: cluster.directServer })), { mode: 0o600 });
  const address = ownAddress();
  const port = await freePort();
  const child = spawn(
    program,
    [
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      `--bind-address=${address}`,
      `--secure-port=${String(port)}`,
      `--cert-dir=${folder}`,
      '--kubelet-insecure-tls',
      '--kubelet-use-node-status-port',
      '--kubelet-preferred-address-types=InternalIP',
      '--metric-resolution=10s',
      '--kubelet-request-timeout=5s',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-4000)));
  const ended = once(child, 'exit');
  await Promise.race([
    listening(address, port),
    ended.then(() => {
      throw new Error(`metrics-server ended: ${said}`);
    }),
  ]);
  await registerMetrics(cluster, port);
  return {
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Says that metrics.k8s.io is served at a port of this machine, whether anything listens there or not. */
export async function registerMetrics({ adminClient }: LocalCluster, port: number): Promise<void> {
  const name = 'metrics-server';
  const namespace = 'kube-system';
  const core = `/api/v1/namespaces/${namespace}`;
  const ports = [{ name: 'https', port, protocol: 'TCP' }];
  // Endpoints are what older API servers look at, slices what newer ones do; no controller makes one from the other here.
  const objects = {
    [`${core}/services`]: { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { ports } },
    [`${core}/endpoints`]: {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name, namespace },
      subsets: [{ addresses: [{ ip: ownAddress() }], ports }],
    },
    [`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`]: {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name, namespace, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [ownAddress()], conditions: { ready: true } }],
      ports,
    },
    '/apis/apiregistration.k8s.io/v1/apiservices': {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: 'v1beta1.metrics.k8s.io' },
      spec: {
        group: 'metrics.k8s.io',
        version: 'v1beta1',
        service: { name, namespace, port },
        insecureSkipTLSVerify: true,
        groupPriorityMinimum: 100,
        versionPriority: 100,
      },
    },
  };
  for (const [path, body] of Object.entries(objects)) {
    await adminClient.request('DELETE', `${path}/${body.metadata.name}`);
    const answer = await adminClient.request('POST', path, body);
    if (answer.status !== 201) throw new Error(`POST ${path}: ${answer.text}`);
  }
}
