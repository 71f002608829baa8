import { expectTypeOf } from 'vitest';
import { ClusterManager, TypedEmitter, type ClusterInfo, type ClusterSource } from '../../src/index.js';

export async function managerIsTyped(): Promise<void> {
  const clusters = new ClusterManager({ kubeconfigDir: '/etc/clusters', probeTimeoutMs: 2000 });
  expectTypeOf(await clusters.list()).toEqualTypeOf<ClusterInfo[]>();
  const session = await clusters.session('prod-1');
  // @ts-expect-error every request has a signal: nothing waits for ever
  await session.request({ path: '/version' });
  // @ts-expect-error a kind needs its apiVersion
  await session.list({ kind: 'Pod' }, { signal: AbortSignal.timeout(1) });
  // @ts-expect-error milliseconds here, text in the configuration
  new ClusterManager({ probeTimeoutMs: '2s' });
}

export const incomplete: ClusterSource = {
  name: 'inventory',
  // @ts-expect-error what could not be read must be said
  list: async () => ({ clusters: [] }),
};

export function emittersAreTyped(): void {
  const events = new TypedEmitter<{ 'job-started': [{ job: string }] }>();
  events.on('job-started', ({ job }) => {
    expectTypeOf(job).toEqualTypeOf<string>();
  });
  // @ts-expect-error there is no such event
  events.on('job-start', () => undefined);
  // @ts-expect-error the payload is incomplete
  events.emit('job-started', {});
}
