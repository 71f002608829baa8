import type { LocalApiClient } from '../api-client.js';
import { createObject } from './create-object.js';

/** Creates namespaces with the service account that every pod needs (a controller would make it, later or not at all). */
export async function seedNamespaces(client: LocalApiClient, names: readonly string[]): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      await createObject(client, '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      await createObject(client, `/api/v1/namespaces/${name}/serviceaccounts`, {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'default' },
      });
    }),
  );
}
