import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';

const run = promisify(execFile);

await describeWithFleet('what a cluster serves', () => {
  let local: LocalFleet;
  let fleet: Fleet;

  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, toolsets: ['inspect'] });
  });
  afterAll(async () => {
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test('the version is the one of the API server', async () => {
      const result = await fleet.call({ operation: 'version', input: { cluster } });
      expect(result.output['version']).toBe(`v${local.cluster(cluster).version}`);
      expect(result.text()).toContain(`${cluster}: Kubernetes v${local.cluster(cluster).version} (linux/`);
    });

    test('api_resources lists what kubectl lists', async () => {
      const { resources, not_answering: down } = await fleet.run('api_resources', { cluster });
      const { stdout } = await run('kubectl', [
        '--kubeconfig',
        await local.cluster(cluster).kubeconfigPath('admin'),
        'api-resources',
        '--no-headers',
        '--cached=false',
      ]);
      const told = stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ +/));
      expect(down).toEqual([]);
      const ours = resources.map((one) => `${one.api_version} ${one.kind} ${one.name} ${String(one.namespaced)}`).sort();
      expect(ours).toEqual(told.map((words) => `${words.at(-3)} ${words.at(-1)} ${words[0]} ${words.at(-2)}`).sort());
    });

    test('api_resources chooses by group, scope, verbs and part of the name', async () => {
      const names = async (input: object): Promise<string[]> => {
        const { output } = await fleet.call({ operation: 'api_resources', input: { cluster, ...input } });
        return (output['resources'] as { name: string }[]).map(({ name }) => name); // checked by the output schema
      };
      expect(await names({ api_group: 'apps' })).toEqual(expect.arrayContaining(['deployments', 'statefulsets']));
      expect(await names({ api_group: 'apps', contains: 'Deploy' })).toEqual(['deployments']);
      expect(await names({ api_group: '', namespaced: false })).toEqual(expect.arrayContaining(['namespaces', 'nodes']));
      expect(await names({ api_group: '', namespaced: false })).not.toContain('pods');
      expect(await names({ verbs: ['create'], api_group: 'authorization.k8s.io', namespaced: true })).toEqual([
        'localsubjectaccessreviews',
      ]);
      expect(await names({ contains: 'widget' })).toEqual(['widgets']);
    });

    test('the whole table is small enough to read', async () => {
      const text = (await fleet.call({ operation: 'api_resources', input: { cluster } })).text();
      expect(text.length).toBeLessThan(10_000);
      expect(text).toMatch(/^deployments +deploy +apps\/v1 +true +Deployment +all$/m);
    });
  });
});
