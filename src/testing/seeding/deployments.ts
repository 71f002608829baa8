import type { LocalApiClient } from '../api-client.js';
import { valueAt } from '../value-at.js';
import { createObject, waitForState } from './create-object.js';

/** Creates a Deployment; where controllers and simulated nodes run, waits until all its pods are available. */
export async function seedDeployment(
  client: LocalApiClient,
  namespace: string,
  name: string,
  replicas: number,
  rollsOut: boolean,
): Promise<void> {
  const collection = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  await createObject(client, collection, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name } },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'main', image: `registry.example.com/${name}:1.0` }] },
      },
    },
  });
  if (!rollsOut) return;
  await waitForState(`Deployment ${namespace}/${name} to have ${replicas} available pods`, async () => {
    const answer = await client.request('GET', `${collection}/${name}`);
    return Number(valueAt(answer.json(), 'status', 'availableReplicas') ?? 0) === replicas;
  });
}
