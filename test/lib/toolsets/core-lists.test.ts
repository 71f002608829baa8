import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';

const namespace = 'core-lists';

await describeWithFleet('lists of the core toolset', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
    await Promise.all(local.clusters.map((cluster) => cluster.seed({ namespace, pods: 5 })));
  });
  afterAll(async () => {
    await Promise.all(local.clusters.map(({ adminClient }) => adminClient.request('DELETE', `/api/v1/namespaces/${namespace}`)));
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test('namespaces_list shows the columns of kubectl and the cluster', async () => {
      const output = await fleet.run('namespaces_list', { cluster });
      expect(output).toMatchObject({ cluster, kind: 'Namespace', columns: ['name', 'status', 'age'] });
      expect(output.rows.map(([name]) => name)).toEqual(expect.arrayContaining(['default', 'kube-system', namespace]));
    });

    test('pods_list_in_namespace pages to the end without losing or repeating a row', async () => {
      const names: unknown[] = [];
      let token: string | undefined;
      do {
        const page = await fleet.run('pods_list_in_namespace', {
          cluster,
          namespace,
          limit: 2,
          ...(token === undefined ? {} : { continue: token }),
        });
        expect(page.rows.length).toBeLessThanOrEqual(2);
        names.push(...page.rows.map(([name]) => name));
        token = page.continue;
      } while (token !== undefined);
      expect(names).toEqual(['pod-0000', 'pod-0001', 'pod-0002', 'pod-0003', 'pod-0004']);
    });

    test('a page says in its text that there is more and how to get it', async () => {
      const result = await fleet.call({ operation: 'pods_list_in_namespace', input: { cluster, namespace, limit: 2 } });
      expect(result.text()).toMatch(new RegExp(`^${cluster}: 2 Pod in namespace ${namespace}\\n`));
      expect(result.text()).toContain(`3 more rows. Next: same call with continue=${String(result.output['continue'])}`);
    });

    test('limit 0 gives every row at once and says that it came from the watch cache', async () => {
      const output = await fleet.run('pods_list_in_namespace', { cluster, namespace, limit: 0 });
      expect(output).toMatchObject({ from_cache: true });
      expect(output.rows).toHaveLength(5);
      expect(output).not.toHaveProperty('continue');
    });

    test('pods_list shows the namespace of each row', async () => {
      const output = await fleet.run('pods_list', { cluster, fieldSelector: 'status.phase=Running' });
      expect(output.columns[0]).toBe('namespace');
      expect(output.rows.map(([where, name]) => `${String(where)}/${String(name)}`)).toContain(`${namespace}/pod-0000`);
    });

    test('selectors choose', async () => {
      expect((await fleet.run('pods_list_in_namespace', { cluster, namespace, labelSelector: 'no=such' })).rows).toEqual([]);
      expect(
        (await fleet.run('pods_list_in_namespace', { cluster, namespace, fieldSelector: 'metadata.name=pod-0003' })).rows,
      ).toHaveLength(1);
    });

    test('a selector that the API server refuses is an error of the input, with the reason', async () => {
      const error = await failureOf(fleet.run('pods_list', { cluster, labelSelector: '=,=' }));
      expect(error).toMatchObject({ cluster, code: expect.stringMatching(/^INPUT_INVALID|INVALID_OBJECT$/) as string });
    });

    test('a crash-looping pod reads as such', async () => {
      const { rows, columns } = await fleet.run('pods_list_in_namespace', { cluster, namespace: 'shop' });
      const broken = rows.find(([name]) => name === 'failing-0000');
      expect(broken?.[columns.indexOf('status')]).toBe('CrashLoopBackOff');
    });

    test('resources_list works for custom resources with their own columns', async () => {
      const output = await fleet.run('resources_list', { cluster, apiVersion: 'example.com/v1', kind: 'Widget', namespace: 'shop' });
      expect(output.kind).toBe('Widget');
      expect(output.rows.map(([name]) => name)).toEqual(['large', 'small']);
      expect(output.columns.length).toBeGreaterThan(2);
    });

    test('events_list shows reason and object', async () => {
      const text = (await fleet.call({ operation: 'events_list', input: { cluster, namespace: 'shop' } })).text();
      expect(text).toMatch(/REASON/);
      expect(text).toMatch(/BackOff +pod\/failing-0000/);
    });

    test('a continue token that is none is an error, not the first page again', async () => {
      const error = await failureOf(fleet.run('pods_list', { cluster, continue: 'nonsense' }));
      expect(error).toMatchObject({ code: 'INPUT_INVALID', cluster, message: expect.stringContaining('continue') as string });
    });
  });
});
