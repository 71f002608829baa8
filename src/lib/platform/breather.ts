import { setImmediate as otherWork } from 'node:timers/promises';

/** Work of this many milliseconds in one go is not felt by anybody who waits for this process. */
const SLICE_MS = 4;

/**
 * For work on many items: call it between them. It lets everything else in this process have its turn when the work has kept it busy
 * for some milliseconds, and costs next to nothing before.
 */
export function createBreather(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < SLICE_MS) return undefined;
    return otherWork().then(() => {
      since = performance.now();
    });
  };
}
