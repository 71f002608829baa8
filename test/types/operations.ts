import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import { createFleet, defineOperation, FleetError, type ClusterContext, type ErrorCode, type FleetContext } from '../../src/index.js';

const shape = { title: 'Echo', description: 'Says it again.', effect: 'read', idempotent: true } as const;

export const onOneCluster = defineOperation({
  ...shape,
  name: 'echo_one',
  scope: 'cluster',
  input: z.object({ text: z.string() }),
  output: z.object({ text: z.string() }),
  handler: async (context, input) => {
    expectTypeOf(context).toEqualTypeOf<ClusterContext>();
    expectTypeOf(input).toEqualTypeOf<{ text: string }>();
    return { text: input.text };
  },
});
expectTypeOf(onOneCluster.name).toEqualTypeOf<'echo_one'>();

export const onTheFleet = defineOperation({
  ...shape,
  name: 'echo_fleet',
  scope: 'fleet',
  input: z.object({}),
  output: z.object({ text: z.string() }),
  // @ts-expect-error the output lacks `text`
  handler: async (context) => {
    expectTypeOf(context).toEqualTypeOf<FleetContext>();
    // @ts-expect-error an operation on the fleet has no session of one cluster
    context.cluster satisfies unknown;
    return {};
  },
});

export const misspeltScope = defineOperation({
  ...shape,
  name: 'echo_wrong',
  // @ts-expect-error there is no such scope
  scope: 'clusters',
  input: z.object({}),
  output: z.object({}),
  handler: async () => ({}),
});

export function errorsAreClosed(): FleetError {
  expectTypeOf<'CLUSTER_UNKNOWN'>().toExtend<ErrorCode>();
  // @ts-expect-error there is no such code
  return new FleetError('CLUSTER_UNKNOW', 'No such cluster.');
}

export function configurationIsClosed(): void {
  createFleet({ kubeconfigDir: '/etc/clusters', defaultCluster: 'auto', nsk: { rancherUrl: 'https://rancher.example.com' } });
  // @ts-expect-error the file spells it so, programs do not
  createFleet({ kubeconfig_dir: '/etc/clusters' });
  // @ts-expect-error a wrong type
  createFleet({ readOnly: 'yes' });
}
