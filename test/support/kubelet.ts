import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { issueCertificate, type LocalCluster } from '../../src/testing/index.js';
import { freePort } from './free-port.js';
import { builtProgram } from './go-program.js';
import { listening } from './listening.js';
import { ownAddress } from './own-address.js';

/** What a kubelet of a test serves beside `exec`. */
export interface KubeletFiles {
  /** Log files of the node by name; `NAME.log` is also what a query for the service NAME gets. */
  readonly logs?: Readonly<Record<string, string>>;
  /** What `/stats/summary` answers. */
  readonly summary?: object;
  /** False: queries for services are not known, as to kubelets before 1.27. @default true */
  readonly logQueries?: boolean;
  /** What `/metrics/resource` says is used since the start: cores and bytes. */
  readonly usage?: KubeletUsage;
}

/** Steady usage of a node and of containers on it. */
export interface KubeletUsage {
  readonly node: { readonly cpu: number; readonly memory: number };
  readonly containers: readonly {
    readonly namespace: string;
    readonly pod: string;
    readonly container: string;
    readonly cpu: number;
    readonly memory: number;
  }[];
}

/** A node of a local cluster with a kubelet that runs commands for real, and one Running pod on it. */
export interface TestKubelet extends AsyncDisposable {
  readonly node: string;
  readonly namespace: string;
  readonly pod: string;
  /** Where commands run. */
  readonly directory: string;
}

const SOURCE = fileURLToPath(new URL('kubelet/', import.meta.url));

/**
 * Adds a node that kwok does not play (so for clusters without simulated nodes): see kubelet/main.go. Its pod `NODE-pod` in `default`
 * has the containers `main` and, with `sidecar`, `sidecar`. API servers pass nothing on to a loopback address but commands: `networked`
 * is for what is read of the node, and runs no commands.
 */
export async function startKubelet(
  cluster: LocalCluster,
  options: KubeletFiles & { readonly sidecar?: boolean; readonly networked?: boolean } = {},
): Promise<TestKubelet> {
  const program = await builtProgram({
    name: 'kubelet',
    source: SOURCE,
    files: ['main.go', 'usage.go', 'go.mod', 'go.sum'],
    goPackage: '.',
  });
  const address = options.networked === true ? ownAddress() : '127.0.0.1';
  const folder = await mkdtemp(join(tmpdir(), 'fleetwright-kubelet-'));
  const directory = join(folder, 'work');
  const logs = join(folder, 'logs');
  const summary = join(folder, 'summary.json');
  const usage = join(folder, 'usage.json');
  const authority = issueCertificate({ commonName: 'kubelet authority', use: 'authority' });
  const served = issueCertificate({ commonName: 'kubelet', use: 'server', ipv4Addresses: [address] }, authority);
  await Promise.all([mkdir(directory), mkdir(logs)]);
  await Promise.all([
    writeFile(join(folder, 'tls.crt'), served.certificate),
    writeFile(join(folder, 'tls.key'), served.privateKey, { mode: 0o600 }),
    writeFile(summary, JSON.stringify(options.summary ?? {})),
    writeFile(usage, JSON.stringify(options.usage ?? { node: { cpu: 0, memory: 0 }, containers: [] })),
    ...Object.entries(options.logs ?? {}).map(([name, text]) => writeFile(join(logs, name), text)),
  ]);
  const port = await freePort();
  const child = spawn(
    program,
    [
      `--address=${address}:${String(port)}`,
      `--tls-cert-file=${join(folder, 'tls.crt')}`,
      `--tls-private-key-file=${join(folder, 'tls.key')}`,
      `--directory=${directory}`,
      `--logs=${logs}`,
      `--summary=${summary}`,
      `--usage=${usage}`,
      `--exec=${String(options.networked !== true)}`,
      `--log-queries=${String(options.logQueries ?? true)}`,
    ],
    { stdio: 'ignore' },
  );
  await listening(address, port);
  const node = `kubelet-${String(port)}`;
  await register(cluster, { node, address, port }, options.sidecar === true ? ['main', 'sidecar'] : ['main']);
  return {
    node,
    namespace: 'default',
    pod: `${node}-pod`,
    directory,
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function register(
  cluster: LocalCluster,
  { node, address, port }: { readonly node: string; readonly address: string; readonly port: number },
  containers: readonly string[],
): Promise<void> {
  const { adminClient } = cluster;
  const send = async (method: string, path: string, body: object): Promise<void> => {
    const answer = await adminClient.request(method, path, body);
    if (answer.status > 299) throw new Error(`${method} ${path}: ${answer.text}`);
  };
  await send('POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: node } });
  await send('PUT', `/api/v1/nodes/${node}/status`, {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: node },
    status: {
      addresses: [{ type: 'InternalIP', address }],
      daemonEndpoints: { kubeletEndpoint: { Port: port } },
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'played' }],
    },
  });
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${node}-pod`, namespace: 'default' },
    spec: { nodeName: node, containers: containers.map((name) => ({ name, image: 'registry.example.com/app:1.0' })) },
  };
  await send('POST', '/api/v1/namespaces/default/pods', pod);
  await send('PUT', `/api/v1/namespaces/default/pods/${node}-pod/status`, { ...pod, status: { phase: 'Running' } });
}
