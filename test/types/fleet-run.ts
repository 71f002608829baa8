import { expectTypeOf } from 'vitest';
import type { Fleet, OperationInput, OperationName, OperationOutput } from '../../src/index.js';

// Compiled by `npm run test:types`, never run: an error that is expected and does not come fails the compilation.
export async function fleetRunIsTyped(fleet: Fleet): Promise<void> {
  await fleet.run('pods_list', {});
  await fleet.run('pods_list', { cluster: 'prod-1', labelSelector: 'app=web', limit: 10 });
  await fleet.run('clusters_exec_all', { operation: 'pods_list', parameters: { limit: 1 } });
  // One without parameters of its own.
  await fleet.run('version', { cluster: 'prod-1' });
  await fleet.run('version', {});

  // @ts-expect-error there is no such operation
  await fleet.run('pods_lst', {});
  // @ts-expect-error a required field is missing
  await fleet.run('pods_get', {});
  // @ts-expect-error the field is a string
  await fleet.run('pods_get', { name: 7 });
  // @ts-expect-error a misspelt parameter
  await fleet.run('pods_list', { contxt: 'two' });
  // @ts-expect-error one cluster, not a list
  await fleet.run('pods_list', { cluster: ['one', 'two'] });
  // @ts-expect-error a parameter where there is none
  await fleet.run('version', { contxt: 'two' });
  // @ts-expect-error an operation on the fleet takes no `cluster`
  await fleet.run('clusters_list', { cluster: 'prod-1' });
  // @ts-expect-error an input is always passed
  await fleet.run('pods_list');
}

export async function outputsAreTyped(fleet: Fleet): Promise<void> {
  const pods = await fleet.run('pods_list', {});
  expectTypeOf(pods.cluster).toEqualTypeOf<string>();
  expectTypeOf(pods.columns).toEqualTypeOf<string[]>();
  expectTypeOf(pods.continue).toEqualTypeOf<string | undefined>();
  // @ts-expect-error outputs hold what their schema says, nothing else
  pods.objects satisfies unknown;

  const clusters = await fleet.run('clusters_list', {});
  // @ts-expect-error an answer about the fleet comes from no single cluster
  clusters.cluster satisfies unknown;
}

expectTypeOf<'pods_list' | 'clusters_status' | 'configuration_view'>().toExtend<OperationName>();
expectTypeOf<OperationInput<'pods_get'>['name']>().toEqualTypeOf<string>();
expectTypeOf<OperationOutput<'pods_get'>['cluster']>().toEqualTypeOf<string>();
