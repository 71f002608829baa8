import { join } from 'node:path';
import { shippedPath } from '../package-root.js';
import { freePorts } from '../processes/free-ports.js';
import { type RunningProgram, startProgram } from '../processes/program.js';
import type { ApiServer, ClusterSite } from './api-server.js';
import { writePrivateFiles } from './private-files.js';

/** What a simulator needs to know of its cluster. */
export interface SimulatorOptions {
  readonly site: ClusterSite;
  readonly kubeconfig: string;
  readonly apiServer: ApiServer;
  /** Whether `exec` runs commands of this machine. */
  readonly exec: boolean;
}

/** Starts kwok: it plays the kubelets of all nodes, keeps their leases and answers `logs`, `port-forward` and, where allowed, `exec`. */
export async function startSimulator(path: string, { site, kubeconfig, apiServer, exec }: SimulatorOptions): Promise<RunningProgram> {
  const [port] = await freePorts(1);
  const files = await writePrivateFiles(join(site.directory, 'simulator'), {
    'pods.log': logLines(new Date()),
    'previous.log': crashLines(new Date()),
  });
  const config = await writePrivateFiles(join(site.directory, 'simulator'), {
    'kubelet.yaml': kubeletConfiguration(files, site.cluster.port, exec ? site.directory : undefined),
  });
  return startProgram({
    name: `${site.cluster.name}-kwok`,
    path,
    directory: site.directory,
    watchdog: site.watchdog,
    cluster: site.cluster.name,
    arguments: [
      `--kubeconfig=${kubeconfig}`,
      '--manage-all-nodes=true',
      '--node-ip=127.0.0.1',
      `--node-port=${port}`,
      `--server-address=127.0.0.1:${port}`,
      `--tls-cert-file=${apiServer.files['server.crt']}`,
      `--tls-private-key-file=${apiServer.files['server.key']}`,
      '--node-lease-duration-seconds=40',
      `--config=${shippedPath('stages', 'nodes.yaml')}`,
      `--config=${shippedPath('stages', 'pods.yaml')}`,
      `--config=${config['kubelet.yaml']}`,
    ],
  });
}

/** Documents of JSON are documents of YAML. `exec` runs programs of this machine: it is there only where a folder for it is given. */
function kubeletConfiguration(
  files: Readonly<Record<'pods.log' | 'previous.log', string>>,
  forwardPort: number,
  execDirectory: string | undefined,
): string {
  const logs = [{ logsFile: files['pods.log'], previousLogsFile: files['previous.log'], follow: true }];
  const documents = [
    simulation('ClusterLogs', 'logs', { logs }),
    simulation('ClusterPortForward', 'port-forward', { forwards: [{ target: { address: '127.0.0.1', port: forwardPort } }] }),
    ...(execDirectory === undefined ? [] : [simulation('ClusterExec', 'exec', { execs: [{ local: { workDir: execDirectory } }] })]),
    simulation('ClusterResourceUsage', 'usage', {
      usages: [{ usage: { cpu: { expression: 'Quantity("10m")' }, memory: { expression: 'Quantity("64Mi")' } } }],
    }),
  ];
  return documents.map((document) => JSON.stringify(document)).join('\n---\n');
}

function simulation(kind: string, name: string, spec: object): object {
  return { apiVersion: 'kwok.x-k8s.io/v1alpha1', kind, metadata: { name }, spec };
}

const LOG_LINES = 40;

/** Lines as a container runtime writes them, one a second, the last one now. */
function logLines(now: Date): string {
  const lines = Array.from({ length: LOG_LINES }, (_, index) => {
    const at = new Date(now.getTime() - (LOG_LINES - 1 - index) * 1000);
    const level = index % 10 === 9 ? 'warn' : 'info';
    return `${runtimeTime(at)} stdout F level=${level} line=${index + 1} msg="handled request" status=200`;
  });
  return `${lines.join('\n')}\n`;
}

function crashLines(now: Date): string {
  return `${runtimeTime(now)} stdout F starting\n${runtimeTime(now)} stderr F panic: cannot reach the database\n`;
}

function runtimeTime(date: Date): string {
  return date.toISOString().replace('Z', '000000Z');
}
