import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { ownNamespace } from '../../support/own-namespace.js';

const namespace = 'long-rows';
const COUNT = 180;
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'reports.long-rows.example.com' },
  spec: {
    group: 'long-rows.example.com',
    scope: 'Namespaced',
    names: { plural: 'reports', singular: 'report', kind: 'Report' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        additionalPrinterColumns: ['First', 'Second', 'Third'].map((name) => ({ name, type: 'string', jsonPath: '.spec.text' })),
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { text: { type: 'string' } } } } } },
      },
    ],
  },
};
const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const collection = `/apis/long-rows.example.com/v1/namespaces/${namespace}/reports`;

await describeWithFleet('rows that are long', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let removeNamespace: () => Promise<void>;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
    removeNamespace = await ownNamespace(local, namespace);
    await Promise.all(
      local.clusters.map(async ({ adminClient }) => {
        await adminClient.request('POST', definitions, definition);
        await vi.waitFor(async () => expect((await adminClient.request('GET', collection)).status).toBe(200), {
          timeout: 30_000,
          interval: 100,
        });
        await Promise.all(
          Array.from({ length: COUNT }, (_, index) =>
            adminClient.request('POST', collection, {
              apiVersion: 'long-rows.example.com/v1',
              kind: 'Report',
              metadata: { name: `report-${String(index).padStart(4, '0')}` },
              spec: { text: 'long '.repeat(index === 17 ? 2_000 : 60) },
            }),
          ),
        );
      }),
    );
  }, 120_000);
  afterAll(async () => {
    await Promise.all(local.clusters.map(({ adminClient }) => adminClient.request('DELETE', `${definitions}/${definition.metadata.name}`)));
    await removeNamespace();
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const input = { cluster, apiVersion: 'long-rows.example.com/v1', kind: 'Report', namespace };

    test('pages are cut to what a reader can take, and together they are everything, each once', async () => {
      const names: unknown[] = [];
      let token: string | undefined;
      let pages = 0;
      do {
        const result = await fleet.call({
          operation: 'resources_list',
          input: { ...input, ...(token === undefined ? {} : { continue: token }) },
        });
        expect(Buffer.byteLength(result.text())).toBeLessThanOrEqual(25_600);
        const { rows, continue: next } = result.output;
        names.push(...(rows as string[][]).map(([name]) => name)); // checked by the output schema
        token = next as string | undefined;
        if (token !== undefined) expect(result.text()).toContain(`Next: same call with continue=${token}`);
        pages += 1;
      } while (token !== undefined && pages < 20);
      expect(pages).toBeGreaterThan(1);
      expect(names).toEqual(Array.from({ length: COUNT }, (_, index) => `report-${String(index).padStart(4, '0')}`));
    });

    test('the data has the whole cell, the text its beginning', async () => {
      const result = await fleet.call({ operation: 'resources_list', input: { ...input, fieldSelector: 'metadata.name=report-0017' } });
      expect(JSON.stringify(result.output).length).toBeGreaterThan(30_000);
      expect(result.text().length).toBeLessThan(1_500);
      expect(result.text()).toContain('long…');
    });

    test('a limit that the caller names is kept', async () => {
      expect((await fleet.run('resources_list', { ...input, limit: 170 })).rows).toHaveLength(170);
      expect((await fleet.run('resources_list', { ...input, limit: 0 })).rows).toHaveLength(COUNT);
    });

    test('an object that is longer than an answer says where its rest is', async () => {
      const result = await fleet.call({
        operation: 'resources_list',
        input: { ...input, output: 'json', fieldSelector: 'metadata.name=report-0017' },
      });
      expect(result.text()).toContain('report-0017');
      expect(result.text().length).toBeLessThan(25_000);
    });
  });
});
