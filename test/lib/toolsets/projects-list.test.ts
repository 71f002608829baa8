import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import { startLocalFleet, type LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet } from '../../support/fleet.js';

const CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'projects.project.openshift.io' },
  spec: {
    group: 'project.openshift.io',
    scope: 'Cluster',
    names: { plural: 'projects', singular: 'project', kind: 'Project', listKind: 'ProjectList' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        additionalPrinterColumns: [{ name: 'Status', type: 'string', jsonPath: '.status.phase' }],
      },
    ],
  },
};

// What a cluster serves is changed here: clusters of its own. OpenShift serves projects from an API server of its own; here they are
// custom resources of that name.
await describeWithFleet('projects_list', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  beforeAll(async () => {
    const clusters = [
      { name: 'legacy', version: '1.24' },
      { name: 'current', version: 'current' },
    ] as const;
    local = await startLocalFleet({ clusters: clusters.map((cluster) => ({ ...cluster, nodes: 0, controllers: false })) });
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, readOnly: true });
  }, 120_000);
  afterAll(async () => {
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test('a cluster without projects says so, and what to use', async () => {
      const failure = await failureOf(fleet.run('projects_list', { cluster }));
      expect(failure).toMatchObject({
        code: 'KIND_UNKNOWN',
        cluster,
        message: expect.stringContaining('not OpenShift'),
        hint: 'Use namespaces_list.',
      });
    });

    test('projects are listed as soon as the cluster has them', async () => {
      const { adminClient } = local.cluster(cluster);
      expect((await adminClient.request('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', CRD)).status).toBe(201);
      const create = async (name: string): Promise<number> => {
        const body = {
          apiVersion: 'project.openshift.io/v1',
          kind: 'Project',
          metadata: { name, labels: { team: name } },
          status: { phase: 'Active' },
        };
        return (await adminClient.request('POST', '/apis/project.openshift.io/v1/projects', body)).status;
      };
      await expect.poll(() => create('blue'), { timeout: 20_000 }).toBe(201);
      expect(await create('red')).toBe(201);
      const result = await fleet.call({ operation: 'projects_list', input: { cluster } });
      expect(result.output).toMatchObject({
        cluster,
        kind: 'Project',
        columns: ['name', 'status'],
        rows: [
          ['blue', 'Active'],
          ['red', 'Active'],
        ],
      });
      expect(result.text()).toMatch(/^NAME +STATUS\nblue +Active\nred +Active/m);
      expect((await fleet.run('projects_list', { cluster, labelSelector: 'team=red' })).rows).toHaveLength(1);
      const page = await fleet.run('projects_list', { cluster, limit: 1 });
      expect(page.rows).toHaveLength(1);
      expect((await fleet.run('projects_list', { cluster, limit: 1, continue: page.continue })).rows).toEqual([['red', 'Active']]);
    });
  });
});
