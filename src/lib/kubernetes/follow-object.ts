import { setTimeout as pause } from 'node:timers/promises';
import type { ClusterSession } from '../context.js';
import { FleetError, type ErrorCode } from '../errors.js';
import { readObject, type ObjectTarget } from './object-target.js';
import { textAt, type PlainObject } from './object-values.js';
import { watchEvents } from './watch-events.js';

/** Between two looks where the cluster allows no watch, or where watches end at once; milliseconds. */
const PAUSE_MS = 1_000;
/** Looks that may fail in a row before following ends. */
const MAX_FAILURES = 5;

/** This user or this kind has no watch; looking now and then still works. */
const NO_WATCH: readonly ErrorCode[] = ['FORBIDDEN', 'INPUT_INVALID', 'NOT_FOUND', 'KIND_UNKNOWN'];

/**
 * The state of one object now and after every change; undefined while it does not exist. Never ends by itself: leave the loop, or
 * abort the signal. Watches, and looks once a second where watching is not allowed. A watch that ends, expires or breaks begins
 * again with a fresh look.
 * @throws FleetError what reading throws; failures that may pass only when they last
 */
export async function* followObject(
  session: ClusterSession,
  target: ObjectTarget,
  signal: AbortSignal,
): AsyncIterable<PlainObject | undefined> {
  const { path } = await session.locate(target.kind, { namespace: target.namespace, signal });
  const fieldSelector = `metadata.name=${target.name}`;
  let mayWatch = true;
  for (;;) {
    const object = await readPatiently(session, target, signal);
    yield object;
    const resourceVersion = textAt(object, 'metadata', 'resourceVersion');
    const startedAt = performance.now();
    if (mayWatch && resourceVersion !== undefined) {
      try {
        for await (const event of watchEvents(session, { path, fieldSelector, resourceVersion, signal })) {
          if (event.type !== 'BOOKMARK') yield event.type === 'DELETED' ? undefined : event.object;
        }
      } catch (thrown) {
        signal.throwIfAborted();
        mayWatch = watchAgain(thrown);
      }
    }
    const rest = PAUSE_MS - (performance.now() - startedAt);
    if (rest > 0) await pause(rest, undefined, { signal });
  }
}

async function readPatiently(session: ClusterSession, target: ObjectTarget, signal: AbortSignal): Promise<PlainObject | undefined> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await readObject(session, target, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      if (failures >= MAX_FAILURES || !FleetError.isInstance(thrown) || !thrown.retryable) throw thrown;
      await pause(PAUSE_MS, undefined, { signal });
    }
  }
}

/** Whether to try the next watch after this one failed. */
function watchAgain(thrown: unknown): boolean {
  if (!FleetError.isInstance(thrown)) throw thrown;
  if (NO_WATCH.includes(thrown.code)) return false;
  if (thrown.retryable || thrown.code === 'CONTINUE_EXPIRED') return true;
  throw thrown;
}
