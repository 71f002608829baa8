import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';

const namespace = 'core-apply-kinds';

const definition = (kind: string): string => {
  const plural = `${kind.toLowerCase()}s`;
  const schema = {
    openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } } },
  };
  return JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.core-apply.example.com` },
    spec: {
      group: 'core-apply.example.com',
      scope: 'Namespaced',
      names: { plural, kind },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  });
};

const custom = (kind: string, name: string): string =>
  JSON.stringify({ apiVersion: 'core-apply.example.com/v1', kind, metadata: { name }, spec: { size: 1 } });

const newNamespace = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });

await describeWithFleet('kinds and namespaces that an input makes for itself', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
  });
  afterAll(async () => {
    const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    await Promise.all(
      local.clusters.flatMap(({ adminClient }) => [
        adminClient.request('DELETE', `/api/v1/namespaces/${namespace}`),
        adminClient.request('DELETE', `${definitions}/gadgets.core-apply.example.com`),
      ]),
    );
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const apply = (resource: readonly string[], more = {}) =>
      fleet.run('resources_create_or_update', { cluster, namespace, resource: resource.join('\n---\n'), ...more });

    test('a dry run checks what it can and says what it cannot', async () => {
      const map = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'inside' } });
      const { results } = await apply([newNamespace, definition('Gadget'), map, custom('Gadget', 'one')], { dry_run: true });
      expect(results.map(({ kind, status }) => [kind, status])).toEqual([
        ['Namespace', 'created'],
        ['CustomResourceDefinition', 'created'],
        ['ConfigMap', 'not checked'],
        ['Gadget', 'not checked'],
      ]);
      expect(results[2]?.message).toContain('its namespace is made by this input');
      expect(results[3]?.message).toContain('its kind is defined by this input');
      const { adminClient } = local.cluster(cluster);
      expect((await adminClient.request('GET', `/api/v1/namespaces/${namespace}`)).status).toBe(404);
    });

    test('a namespace, a definition, and an object of both in one input', async () => {
      const input = [newNamespace, definition('Gadget'), custom('Gadget', 'one'), custom('Gadget', 'two')];
      const { results } = await apply(input);
      expect(results.map(({ kind, name, status }) => [kind, name, status])).toEqual([
        ['Namespace', namespace, 'created'],
        ['CustomResourceDefinition', 'gadgets.core-apply.example.com', 'created'],
        ['Gadget', 'one', 'created'],
        ['Gadget', 'two', 'created'],
      ]);
      const again = await apply(input);
      expect(again.results.map(({ status }) => status)).toEqual(['unchanged', 'unchanged', 'unchanged', 'unchanged']);
      const stored = await local
        .cluster(cluster)
        .adminClient.request('GET', `/apis/core-apply.example.com/v1/namespaces/${namespace}/gadgets/two`);
      expect(stored.status).toBe(200);
    });

    test('a kind before its definition is unknown, and nothing is written', async () => {
      const error = await failureOf(apply([custom('Gizmo', 'early'), definition('Gizmo')]));
      expect(error).toMatchObject({ code: 'KIND_UNKNOWN', cluster, details: { document: 1 } });
    });

    test('a definition that the server does not accept ends the input', async () => {
      // Its kind belongs to another definition already.
      const taken = JSON.parse(definition('Gizmo')) as { spec: { names: Record<string, unknown> }; metadata: { name: string } };
      taken.spec.names = { ...taken.spec.names, kind: 'Gadget' };
      const error = await failureOf(apply([JSON.stringify(taken), custom('Gadget', 'never')]));
      expect(error).toMatchObject({ code: 'WAIT_FAILED', cluster });
      expect(error.message).toContain('NamesAccepted=False');
      expect(error.details?.['results']).toMatchObject([{ status: 'failed' }, { status: 'not attempted' }]);
      await local
        .cluster(cluster)
        .adminClient.request('DELETE', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${taken.metadata.name}`);
    });
  });
});
