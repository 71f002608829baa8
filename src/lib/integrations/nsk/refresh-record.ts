import { join } from 'node:path';
import type { FleetError } from '../../errors.js';
import type { TypedEmitter } from '../../typed-emitter.js';
import type { NskEvents } from './nsk-events.js';
import { healthAfter, type RefreshHealth } from './refresh-health.js';
import type { Refreshed } from './refresh-kubeconfigs.js';
import { failedReport, type NskRefreshReport } from './refresh-report.js';

const HISTORY = 20;

/** How the refreshes went so far; tells of each, and of what changed with it. */
export class RefreshRecord {
  readonly #directory: string;
  readonly #events: TypedEmitter<NskEvents>;
  #history: readonly NskRefreshReport[] = [];
  #refreshes = 0;
  #failuresInARow = 0;

  constructor(directory: string, events: TypedEmitter<NskEvents>) {
    this.#directory = directory;
    this.#events = events;
  }

  /** The newest first; twenty at most. */
  get history(): readonly NskRefreshReport[] {
    return [...this.#history];
  }

  get failuresInARow(): number {
    return this.#failuresInARow;
  }

  get health(): RefreshHealth {
    return healthAfter(this.#failuresInARow, this.#refreshes);
  }

  /** A refresh that came to a report. */
  add(provider: string, { report, ledger }: Refreshed): void {
    const previous = this.#keep(report);
    if (report.error !== undefined) {
      this.#tellFailure(provider, report.error, previous);
      return;
    }
    const files = new Map([...ledger.values()].map(({ name, file }) => [name, file]));
    for (const cluster of report.written)
      this.#events.emit('cluster-refreshed', { cluster, path: join(this.#directory, files.get(cluster) ?? '') });
    for (const cluster of report.removed) this.#events.emit('cluster-removed', { cluster, removedAt: report.startedAt });
    const { summary, clusters, written, durationMs } = report;
    const outcome = report.outcome === 'Success' ? 'Success' : 'Partial';
    const failed = report.failed.map(({ cluster }) => cluster);
    this.#events.emit('refresh-finished', { provider, outcome, summary, clusters, written: [...written], failed, durationMs });
    this.#tellHealth(previous, undefined);
  }

  /** One that did not even come to a report: the folder, or what is to be asked, cannot be used. */
  addFailure(provider: string, started: { readonly at: Date; readonly durationMs: number }, error: FleetError): void {
    this.#tellFailure(provider, error, this.#keep(failedReport(started.at, started.durationMs, error)));
  }

  #keep(report: NskRefreshReport): RefreshHealth {
    const previous = this.health;
    this.#history = [report, ...this.#history].slice(0, HISTORY);
    this.#refreshes += 1;
    this.#failuresInARow = report.error === undefined ? 0 : this.#failuresInARow + 1;
    return previous;
  }

  #tellFailure(provider: string, { code, message }: FleetError, previous: RefreshHealth): void {
    this.#events.emit('refresh-failed', { provider, code, message, failuresInARow: this.#failuresInARow });
    this.#tellHealth(previous, message);
  }

  #tellHealth(previous: RefreshHealth, reason: string | undefined): void {
    if (this.health !== previous) this.#events.emit('health-changed', { health: this.health, previous, reason });
  }
}
