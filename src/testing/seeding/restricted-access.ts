import type { LocalApiClient } from '../api-client.js';
import { RESTRICTED_NAMESPACE, restrictedUserName } from '../users.js';
import { createObject } from './create-object.js';
import { seedNamespaces } from './namespaces.js';

/** Lets the restricted users read pods in their one namespace. */
export async function seedRestrictedAccess(client: LocalApiClient, cluster: string): Promise<void> {
  await seedNamespaces(client, [RESTRICTED_NAMESPACE]);
  const collection = `/apis/rbac.authorization.k8s.io/v1/namespaces/${RESTRICTED_NAMESPACE}`;
  await createObject(client, `${collection}/roles`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'pod-viewer' },
    rules: [{ apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list', 'watch'] }],
  });
  await createObject(client, `${collection}/rolebindings`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'pod-viewer' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'pod-viewer' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: restrictedUserName(cluster) }],
  });
}
