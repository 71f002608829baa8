import { expect, test } from 'vitest';
import { expectSameAsLibrary } from '../world/outcome.js';
import { successOf, type StageOf } from './case.js';

export function testSuccess(stage: StageOf): void {
  test.each([
    ['legacy', 'v1.24.17'],
    ['current', 'v1.36.3'],
  ])('%s answers, and is the cluster that was asked', async (cluster, version) => {
    const input = { cluster, namespace: 'team-a' };
    const call = stage().call.bind(stage(), 'ordinary', 'pods_list_in_namespace', input);
    const library = await stage().library('ordinary');
    const answer = successOf(await expectSameAsLibrary(library, () => call(), { name: 'pods_list_in_namespace', input }));
    expect(answer.cluster).toBe(cluster);
    expect(answer.output).toMatchObject({ cluster, kind: 'Pod' });

    const nodes = successOf(await stage().call('ordinary', 'resources_list', { cluster, apiVersion: 'v1', kind: 'Node' }));
    expect(JSON.stringify(nodes.output['rows'])).toContain(`${cluster}-node-0`);
    expect(JSON.stringify(nodes.output['rows'])).toContain(version);
  });

  test('an answer is text for people and models', async () => {
    const text = await stage().read('ordinary', 'pods_list_in_namespace', { cluster: 'legacy', namespace: 'team-a' });
    expect(text).toMatch(/^legacy: 3 Pod in namespace team-a\n/);
    expect(text).toMatch(/pod-0002 +1\/1 +Running/);
  });

  test('an operation of the whole fleet names its clusters', async () => {
    const answer = successOf(await stage().call('ordinary', 'clusters_list', {}));
    expect(answer.output).toMatchObject({ clusters: [{ name: 'current' }, { name: 'legacy' }], total: 2 });
  });
}
