import { expect, test } from 'vitest';
import { textLike } from '../../support/text-like.js';
import type { JsonObject } from '../carriers/carrier.js';
import { failureOf, type StageOf } from './case.js';

export function testWrongInput(stage: StageOf): void {
  test.each<[string, string, JsonObject, string, RegExp]>([
    [
      'a misspelt parameter',
      'pods_list',
      { cluster: 'legacy', labelSelectr: 'app=web' },
      'INPUT_INVALID',
      /"labelSelectr" \(did you mean labelSelector\?\)/,
    ],
    ['what other tools call a cluster', 'pods_list', { contxt: 'legacy' }, 'INPUT_INVALID', /"contxt" \(did you mean cluster\?\)/],
    ['a wrong type', 'pods_list', { cluster: 'legacy', limit: 'many' }, 'INPUT_INVALID', /limit: .*number/],
    ['a number out of range', 'pods_list', { cluster: 'legacy', limit: -1 }, 'INPUT_INVALID', /limit: /],
    ['a missing parameter', 'pods_get', { cluster: 'legacy', namespace: 'team-a' }, 'INPUT_INVALID', /name: /],
    ['an empty name', 'pods_get', { cluster: 'legacy', namespace: 'team-a', name: '' }, 'INPUT_INVALID', /name: /],
    ['a path in place of a name', 'pods_get', { cluster: 'legacy', namespace: 'team-a', name: '../../secrets/x' }, 'INPUT_INVALID', /name/],
    ['an unknown cluster', 'pods_list', { cluster: 'legcy' }, 'CLUSTER_UNKNOWN', /"legcy".*"legacy"/],
    [
      'a selector with an unknown name',
      'clusters_exec_all',
      { operation: 'pods_list', clusters: 'legcy' },
      'CLUSTER_UNKNOWN',
      /"legcy".*"legacy"/,
    ],
    ['no cluster where there are two', 'pods_list', {}, 'CLUSTER_NOT_SELECTED', /current, legacy/],
    ['an unknown operation', 'pods_lst', {}, 'OPERATION_UNKNOWN', /"pods_lst".*"pods_list"/],
  ])('%s is refused with what would be right, and nothing is asked of any cluster', async (_what, name, input, code, message) => {
    const before = stage().world.requests();
    const failure = failureOf(await stage().call('ordinary', name, input));
    expect(failure).toMatchObject({ code, message: textLike(message), hint: textLike(/\w/) });
    expect(stage().world.requests()).toBe(before);
  });

  test('an unknown cluster is told with the names of those there are', async () => {
    const { everything } = failureOf(await stage().call('ordinary', 'pods_list', { cluster: 'production' }));
    for (const name of ['current', 'legacy']) expect(everything).toContain(name);
  });

  test('a refusal stands in the audit log', async () => {
    await stage().call('ordinary', 'pods_get', { cluster: 'nowhere', name: 'audited' });
    expect(await stage().world.audit('ordinary')).toContainEqual(
      expect.objectContaining({ operation: 'pods_get', outcome: 'refused', code: 'CLUSTER_UNKNOWN' }),
    );
  });

  test('a failure of a cluster names the cluster', async () => {
    const failure = failureOf(await stage().call('ordinary', 'pods_get', { cluster: 'legacy', namespace: 'team-a', name: 'nobody' }));
    expect(failure).toMatchObject({ code: 'NOT_FOUND', cluster: 'legacy', message: textLike(/nobody/) });
  });
}
