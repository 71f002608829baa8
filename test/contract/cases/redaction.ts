import { expect, test } from 'vitest';
import { textWith } from '../../support/text-like.js';
import type { JsonObject } from '../carriers/carrier.js';
import { failureOf, successOf, type StageOf } from './case.js';

/** Every answer of the suite is searched for secrets (stage.ts); these are the ones that would hold some. */
export function testRedaction(stage: StageOf): void {
  const secret = { apiVersion: 'v1', kind: 'Secret', namespace: 'shop' };

  test.each<[string, string, JsonObject, string]>([
    ['of one secret', 'resources_get', { ...secret, name: 'database', cluster: 'legacy' }, 'password'],
    ['of one secret on the current release', 'resources_get', { ...secret, name: 'database', cluster: 'current' }, 'password'],
    ['of a list of secrets', 'resources_list', { ...secret, cluster: 'legacy' }, 'database'],
    [
      'of secrets on all clusters',
      'clusters_exec_all',
      { operation: 'resources_get', parameters: { ...secret, name: 'database' } },
      'password',
    ],
    ['of a kubeconfig', 'configuration_view', { cluster: 'current' }, 'current'],
  ])('the values %s stay here, as data and as text', async (_what, name, input, shown) => {
    const answer = successOf(await stage().call('ordinary', name, input));
    expect(JSON.stringify(answer.output)).toContain(shown);
    expect(await stage().read('ordinary', name, input)).toContain(shown);
  });

  test('a credential in an error of a cluster stays here', async () => {
    const failure = failureOf(await stage().call('troubled', 'pods_list', { cluster: 'leaky' }));
    expect(failure).toMatchObject({ code: 'SERVER_ERROR', cluster: 'leaky', message: textWith('a webhook failed') });
    const output = await stage().call('troubled', 'clusters_exec_all', { operation: 'pods_list', clusters: 'leaky' });
    expect(successOf(output).output).toMatchObject({ failures: [{ cluster: 'leaky', code: 'SERVER_ERROR' }] });
    expect(await stage().read('troubled', 'clusters_status', { clusters: 'leaky' })).toContain('leaky');
  });

  test('a secret that a caller passes by mistake is not given back', async () => {
    const [password = ''] = stage().world.secrets;
    const failure = failureOf(await stage().call('ordinary', 'pods_list', { cluster: 'legacy', token: password }));
    expect(failure).toMatchObject({ code: 'INPUT_INVALID', message: textWith('"token"') });
  });
}
