import { setTimeout as pause } from 'node:timers/promises';
import type { ClusterContext, ResourceReference } from '../../context.js';
import { FleetError } from '../../errors.js';
import { limitedSignal } from '../../platform/limited-signal.js';
import type { ListInput } from '../listing/list-fields.js';
import { readObjects } from '../listing/read-objects.js';
import { textAt, type PlainObject } from '../object-values.js';
import { watchEvents } from '../watch-events.js';

/** One change of one object, with the state before where that is known. */
export interface ObservedChange {
  readonly type: 'added' | 'modified' | 'deleted';
  readonly before: PlainObject | undefined;
  readonly object: PlainObject;
}

/** Why watching ended. */
export type WatchEnd = 'duration' | 'max_changes';

/** Objects whose state at the start is known; changes of others show no values at first. */
const MOST_KNOWN = 500;
/** Between two watches that end at once, milliseconds. */
const PAUSE_MS = 500;

/**
 * Tells every change of a collection from now on, until the time is over or `onChange` says that it was enough. A watch that the
 * server ends begins again where it was; one that is too far behind begins again from now.
 * @throws FleetError what listing and watching throw
 */
export async function watchChanges(
  context: ClusterContext,
  resource: ResourceReference,
  input: Pick<ListInput, 'namespace' | 'labelSelector' | 'fieldSelector'>,
  options: { readonly durationMs: number; readonly onChange: (change: ObservedChange) => boolean },
): Promise<WatchEnd> {
  const limited = limitedSignal(context.signal, options.durationMs);
  const limitedContext = { ...context, signal: limited.signal };
  try {
    const { path } = await context.cluster.locate(resource, { namespace: input.namespace, signal: limited.signal });
    for (;;) {
      const { items, resourceVersion } = await readObjects(limitedContext, resource, input, MOST_KNOWN);
      const known = new Map(items.map((item) => [uidOf(item), item]));
      if (await follow(limitedContext, { path, resourceVersion, ...input }, known, options.onChange)) return 'max_changes';
    }
  } catch (thrown) {
    if (limited.timedOut) return 'duration';
    throw thrown;
  } finally {
    limited.release();
  }
}

interface Followed extends Pick<ListInput, 'labelSelector' | 'fieldSelector'> {
  readonly path: string;
  readonly resourceVersion: string | undefined;
}

/** True when it was enough; false when the watch must begin again from now. */
async function follow(
  { cluster, signal }: ClusterContext,
  { path, labelSelector, fieldSelector, resourceVersion: start }: Followed,
  known: Map<string, PlainObject>,
  onChange: (change: ObservedChange) => boolean,
): Promise<boolean> {
  let resourceVersion = start;
  for (;;) {
    try {
      for await (const { type, object } of watchEvents(cluster, { path, labelSelector, fieldSelector, resourceVersion, signal })) {
        resourceVersion = textAt(object, 'metadata', 'resourceVersion') ?? resourceVersion;
        if (type === 'BOOKMARK') continue;
        const before = known.get(uidOf(object));
        if (type === 'DELETED') known.delete(uidOf(object));
        else known.set(uidOf(object), object);
        if (onChange({ type: TYPES[type], before, object })) return true;
      }
    } catch (thrown) {
      signal.throwIfAborted();
      if (!FleetError.isInstance(thrown)) throw thrown;
      if (thrown.code === 'CONTINUE_EXPIRED') return false;
      if (!thrown.retryable) throw thrown;
    }
    await pause(PAUSE_MS, undefined, { signal });
  }
}

const TYPES = { ADDED: 'added', MODIFIED: 'modified', DELETED: 'deleted' } as const;

function uidOf(object: PlainObject): string {
  return textAt(object, 'metadata', 'uid') ?? '';
}
