import type { ConnectionSettings } from '../../src/lib/clusters/connection.js';
import type { ClusterDescriptor } from '../../src/lib/clusters/descriptor.js';
import { FleetError } from '../../src/lib/errors.js';
import { authority } from './https-server.js';

/** A cluster at `server`, trusted through the test authority; `settings` change what its kubeconfig says. */
export function describeCluster(
  server: string,
  settings: Partial<ConnectionSettings> = {},
  changes: Partial<ClusterDescriptor> = {},
): ClusterDescriptor {
  return {
    name: 'prod-1',
    environment: 'prod',
    environmentGuessed: false,
    zone: 'default',
    labels: {},
    origin: { source: 'test' },
    fingerprint: '1',
    connect: async () => ({
      server,
      certificateAuthority: authority.certificate,
      namespace: 'default',
      credential: { token: 'test-token' },
      ...settings,
    }),
    ...changes,
  };
}

/** The error that a promise ends with; anything else fails the test. */
export async function failureOf(promise: Promise<unknown>): Promise<FleetError> {
  try {
    await promise;
  } catch (thrown) {
    if (FleetError.isInstance(thrown)) return thrown;
    throw thrown;
  }
  throw new Error('It should have failed.');
}
