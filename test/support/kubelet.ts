import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { issueCertificate, type LocalCluster } from '../../src/testing/index.js';

/** What a kubelet of a test serves beside `exec`. */
export interface KubeletFiles {
  /** Log files of the node by name; `NAME.log` is also what a query for the service NAME gets. */
  readonly logs?: Readonly<Record<string, string>>;
  /** What `/stats/summary` answers. */
  readonly summary?: object;
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
const run = promisify(execFile);

/**
 * Adds a node that kwok does not play (so for clusters without simulated nodes): see kubelet/main.go. Its pod `NODE-pod` in `default`
 * has the containers `main` and, with `sidecar`, `sidecar`.
 */
export async function startKubelet(
  cluster: LocalCluster,
  options: KubeletFiles & { readonly sidecar?: boolean } = {},
): Promise<TestKubelet> {
  const program = await builtKubelet();
  const folder = await mkdtemp(join(tmpdir(), 'fleetwright-kubelet-'));
  const directory = join(folder, 'work');
  const logs = join(folder, 'logs');
  const summary = join(folder, 'summary.json');
  const authority = issueCertificate({ commonName: 'kubelet authority', use: 'authority' });
  const served = issueCertificate({ commonName: 'kubelet', use: 'server', ipv4Addresses: ['127.0.0.1'] }, authority);
  await Promise.all([mkdir(directory), mkdir(logs)]);
  await Promise.all([
    writeFile(join(folder, 'tls.crt'), served.certificate),
    writeFile(join(folder, 'tls.key'), served.privateKey, { mode: 0o600 }),
    writeFile(summary, JSON.stringify(options.summary ?? {})),
    ...Object.entries(options.logs ?? {}).map(([name, text]) => writeFile(join(logs, name), text)),
  ]);
  const port = await freePort();
  const child = spawn(
    program,
    [
      `--address=127.0.0.1:${String(port)}`,
      `--tls-cert-file=${join(folder, 'tls.crt')}`,
      `--tls-private-key-file=${join(folder, 'tls.key')}`,
      `--directory=${directory}`,
      `--logs=${logs}`,
      `--summary=${summary}`,
    ],
    { stdio: 'ignore' },
  );
  await listening(port);
  const node = `kubelet-${String(port)}`;
  await register(cluster, node, port, options.sidecar === true ? ['main', 'sidecar'] : ['main']);
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

/** Built once for each state of its source. */
async function builtKubelet(): Promise<string> {
  const source = await Promise.all(['main.go', 'go.mod', 'go.sum'].map((name) => readFile(join(SOURCE, name))));
  const version = createHash('sha256').update(Buffer.concat(source)).digest('hex').slice(0, 16);
  const cache = process.env['FLEETWRIGHT_CACHE_DIR'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'fleetwright');
  const folder = join(cache, 'test-programs');
  const path = join(folder, `kubelet-${version}`);
  if (await run(path, ['--help']).then(() => true, isBuilt)) return path;
  await mkdir(folder, { recursive: true });
  const unfinished = `${path}.${String(process.pid)}`;
  const environment = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off' };
  await run('go', ['build', '-mod=readonly', '-buildvcs=false', '-trimpath', '-o', unfinished, '.'], { cwd: SOURCE, env: environment });
  await rename(unfinished, path);
  return path;
}

/** `--help` of a Go program ends with an exit code; a program that is not there ends with a name. */
function isBuilt(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'number';
}

async function register(cluster: LocalCluster, node: string, port: number, containers: readonly string[]): Promise<void> {
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
      addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

/** Nothing tells when a program of others listens: it is asked until it does. */
async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return;
    await delay(25);
  }
  throw new Error('The kubelet did not listen within 5 s.');
}
