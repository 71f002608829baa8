import { SharedTask } from '../../platform/shared-task.js';
import type { NskRefreshReport } from './refresh-report.js';

/** Refreshes that run: whoever asks for the same one while it runs gets its report. */
export class RefreshTasks {
  readonly #running = new Map<string, { readonly task: SharedTask<NskRefreshReport>; callers: number }>();

  async run(
    asked: { readonly force: boolean; readonly pattern: string | undefined },
    start: (signal: AbortSignal) => Promise<NskRefreshReport>,
    signal: AbortSignal,
  ): Promise<NskRefreshReport> {
    const key = JSON.stringify([asked.force, asked.pattern ?? null]);
    const entry = this.#running.get(key) ?? { task: new SharedTask<NskRefreshReport>(), callers: 0 };
    this.#running.set(key, entry);
    entry.callers += 1;
    try {
      return await entry.task.run(start, signal);
    } finally {
      entry.callers -= 1;
      if (entry.callers === 0) this.#running.delete(key);
    }
  }
}
