import { expectTypeOf } from 'vitest';
import type { ClusterManager, Fleet, FleetEvents } from '../../src/index.js';

export function eventsAreTyped(fleet: Fleet, clusters: ClusterManager): void {
  fleet.on('cluster-added', ({ cluster, zone }) => {
    expectTypeOf(cluster).toEqualTypeOf<string>();
    expectTypeOf(zone).toEqualTypeOf<string>();
  });
  fleet.on('operation-finished', ({ outcome }) => {
    expectTypeOf(outcome).toEqualTypeOf<'ok' | 'failed' | 'refused' | 'cancelled'>();
  });
  clusters.once('session-closed', ({ why }) => {
    expectTypeOf(why).toEqualTypeOf<'idle' | 'changed' | 'removed' | 'closed'>();
  });
  // @ts-expect-error there is no such event
  fleet.on('cluster-add', () => undefined);
  // @ts-expect-error the payload has no such field
  fleet.on('cluster-removed', ({ reason }) => {
    String(reason);
  });
  // @ts-expect-error only the fleet emits
  fleet.emit satisfies unknown;
}

/** Every event carries exactly one object: what is documented, and what adapters put on the wire. */
type NotOneObject = { [Name in keyof FleetEvents]: FleetEvents[Name] extends [object] ? never : Name }[keyof FleetEvents];
expectTypeOf<NotOneObject>().toBeNever();
