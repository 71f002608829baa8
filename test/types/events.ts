import { expectTypeOf } from 'vitest';
import type { Fleet } from '../../src/index.js';

export function eventsAreTyped(fleet: Fleet): void {
  fleet.on('cluster-added', ({ cluster, zone }) => {
    expectTypeOf(cluster).toEqualTypeOf<string>();
    expectTypeOf(zone).toEqualTypeOf<string>();
  });
  fleet.on('operation-finished', ({ outcome }) => {
    expectTypeOf(outcome).toEqualTypeOf<'ok' | 'failed' | 'refused' | 'cancelled'>();
  });
  // @ts-expect-error there is no such event
  fleet.on('cluster-add', () => undefined);
  // @ts-expect-error the payload has no such field
  fleet.on('cluster-removed', ({ reason }) => {
    String(reason);
  });
}
