import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalCluster } from '../../src/testing/index.js';
import { temporaryDirectory } from './kubeconfigs.js';

/** One rule of a Role. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** A folder with the kubeconfig of a new service account that may do this in its namespace and nothing else. */
export async function serviceAccountKubeconfig(
  cluster: LocalCluster,
  namespace: string,
  name: string,
  rules: readonly Rule[],
): Promise<{ readonly path: string; readonly remove: () => void }> {
  const token = await cluster.serviceAccountToken(namespace, name);
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const collection = `/apis/${apiVersion}/namespaces/${namespace}`;
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name };
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  await cluster.adminClient.request('POST', `${collection}/roles`, { apiVersion, kind: 'Role', metadata: { name }, rules });
  await cluster.adminClient.request('POST', `${collection}/rolebindings`, {
    apiVersion,
    kind: 'RoleBinding',
    metadata: { name },
    roleRef,
    subjects,
  });
  const folder = temporaryDirectory();
  const kubeconfig = cluster.kubeconfig('token', { namespace });
  const users = kubeconfig.users.map((user) => ({ ...user, user: { token } }));
  writeFileSync(join(folder.path, `${cluster.name}.yaml`), JSON.stringify({ ...kubeconfig, users }), { mode: 0o600 });
  return folder;
}
