import { dump } from 'js-yaml';
import { join } from 'node:path';
import { makeKubeconfig } from '../kubeconfig.js';
import { type RunningProgram, startProgram } from '../processes/program.js';
import type { ApiServer, ClusterSite } from './api-server.js';
import { writePrivateFiles } from './private-files.js';

/** Requests per second a component may send; the defaults (20 to 50) make a thousand pods a matter of minutes. */
const API_QPS = ['--kube-api-qps=500', '--kube-api-burst=1000'];

/** Starts kube-controller-manager: Deployments roll out, service accounts and endpoints come into being. */
export function startControllerManager(path: string, site: ClusterSite, kubeconfig: string, apiServer: ApiServer): Promise<RunningProgram> {
  return startProgram({
    name: `${site.cluster.name}-kube-controller-manager`,
    path,
    directory: site.directory,
    watchdog: site.watchdog,
    cluster: site.cluster.name,
    arguments: [
      `--kubeconfig=${kubeconfig}`,
      '--leader-elect=false',
      '--secure-port=0',
      '--use-service-account-credentials=true',
      `--service-account-private-key-file=${apiServer.files['service-account.key']}`,
      `--root-ca-file=${apiServer.files['authority.crt']}`,
      ...API_QPS,
    ],
  });
}

/** Starts kube-scheduler. */
export function startScheduler(path: string, site: ClusterSite, kubeconfig: string): Promise<RunningProgram> {
  return startProgram({
    name: `${site.cluster.name}-kube-scheduler`,
    path,
    directory: site.directory,
    watchdog: site.watchdog,
    cluster: site.cluster.name,
    arguments: [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0', ...API_QPS],
  });
}

/** The kubeconfig of the components: straight to the API server, so that a fault set on the cluster does not break its controllers. */
export async function componentKubeconfig(site: ClusterSite): Promise<string> {
  const server = `https://${site.cluster.host}:${site.cluster.port}`;
  const text = dump(makeKubeconfig(site.cluster, 'admin', { server }));
  const files = await writePrivateFiles(join(site.directory, 'pki'), { 'component.kubeconfig': text });
  return files['component.kubeconfig'];
}
