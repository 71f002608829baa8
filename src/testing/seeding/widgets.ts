import type { LocalApiClient } from '../api-client.js';
import { createObject, waitForState } from './create-object.js';

/** The custom resource of the seed: `widgets.example.com`, with printer columns SIZE and COLOUR. */
const WIDGETS = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'widgets', singular: 'widget', kind: 'Widget', shortNames: ['wd'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        additionalPrinterColumns: [
          { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
          { name: 'Colour', type: 'string', jsonPath: '.spec.colour' },
        ],
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', properties: { size: { type: 'integer' }, colour: { type: 'string' } } } },
          },
        },
      },
    ],
  },
};

const OBJECTS = [
  { name: 'small', spec: { size: 1, colour: 'green' } },
  { name: 'large', spec: { size: 9, colour: 'red' } },
];

/** Installs the custom resource and makes two objects of it. */
export async function seedWidgets(client: LocalApiClient, namespace: string): Promise<void> {
  await createObject(client, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', WIDGETS);
  const collection = `/apis/example.com/v1/namespaces/${namespace}/widgets`;
  await waitForState('widgets.example.com to be served', async () => (await client.request('GET', collection)).status === 200);
  for (const { name, spec } of OBJECTS) {
    await createObject(client, collection, { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name }, spec });
  }
}
