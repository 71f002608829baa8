import type { Response } from 'express';
import type { Caller } from '../../../index.js';
import type { StreamType } from '../answer/event-stream.js';
import type { EventLog } from './event-log.js';
import { Frame } from './frame.js';
import type { StatusFeed, StatusRow } from './status-feed.js';
import type { Visibility } from './visibility.js';

export interface SubscriberOptions {
  readonly response: Response;
  readonly type: StreamType;
  readonly caller: Caller;
  readonly visibility: Visibility;
  readonly log: EventLog;
  /** Number of the last event of the log that this reader has. */
  readonly after: number;
  /** What is sent before all else. */
  readonly first: readonly Frame[];
  /** Absent for readers who did not ask for the status. */
  readonly feed: StatusFeed | undefined;
}

const HEARTBEAT: Readonly<Record<StreamType, Buffer>> = {
  'text/event-stream': Buffer.from(': heartbeat\n\n'),
  'application/x-ndjson': Buffer.from('{"type":"heartbeat"}\n'),
};

/**
 * One reader: a place in the shared log and in the shared status, and nothing queued of its own. While the client does not read,
 * nothing is written; what has left the log by then is lost, and the reader is told how much it was.
 */
export class Subscriber {
  readonly startedAt = Date.now();
  readonly #options: SubscriberOptions;
  readonly #leave: (() => void) | undefined;
  #firstSent = 0;
  #after: number;
  #revision = 0;
  #version: number;
  /** A few rows at a time: what waits here may be replaced by a newer one meanwhile. */
  #rows: Iterator<StatusRow> = [].values();
  #refreshing = false;

  constructor(options: SubscriberOptions) {
    this.#options = options;
    this.#after = options.after;
    this.#version = options.visibility.version;
    this.#leave = options.feed?.join();
    options.response.on('drain', () => this.pump());
  }

  /** Writes what is new, as far as the client reads. */
  pump(): void {
    const { response, visibility, type } = this.#options;
    if (!visibility.current) {
      void this.#refresh();
      return;
    }
    while (!response.writableNeedDrain && !response.destroyed && !response.writableEnded) {
      const frame = this.#next();
      if (frame === undefined) return;
      response.write(frame.bytes(type));
    }
  }

  heartbeat(): void {
    const { response, type } = this.#options;
    if (!response.writableNeedDrain && !response.destroyed && !response.writableEnded) response.write(HEARTBEAT[type]);
  }

  /** Ends the stream; the client may come back and go on. */
  end(): void {
    const { response } = this.#options;
    // Who does not read would not see the end either.
    if (response.writableNeedDrain) response.destroy();
    else response.end();
  }

  /** To be called when the response is closed. */
  left(): void {
    this.#leave?.();
  }

  async #refresh(): Promise<void> {
    if (this.#refreshing) return;
    this.#refreshing = true;
    try {
      await this.#options.visibility.refresh(this.#options.caller);
    } catch {
      // The caller may not know its clusters any more, or the fleet is closed.
      this.end();
      return;
    } finally {
      this.#refreshing = false;
    }
    this.pump();
  }

  #next(): Frame | undefined {
    const first = this.#options.first[this.#firstSent];
    if (first === undefined) return this.#nextEvent() ?? this.#nextStatus();
    this.#firstSent += 1;
    return first;
  }

  #nextEvent(): Frame | undefined {
    const { log, visibility } = this.#options;
    const lost = log.oldest - 1 - this.#after;
    if (lost > 0) {
      this.#after = log.oldest - 1;
      return new Frame({ name: 'dropped', data: { count: lost } });
    }
    while (this.#after < log.latest) {
      this.#after += 1;
      const frame = log.at(this.#after);
      if (frame !== undefined && visibility.sees(frame)) return frame;
    }
    return undefined;
  }

  #nextStatus(): Frame | undefined {
    const { feed, visibility } = this.#options;
    if (feed === undefined) return undefined;
    if (this.#version !== visibility.version) {
      // Clusters came into sight or left it: from the start.
      this.#version = visibility.version;
      this.#revision = 0;
      this.#rows = [].values();
      return new Frame({ name: 'status-reset', data: {} });
    }
    for (;;) {
      const row = this.#nextRow(feed);
      if (row === undefined) return undefined;
      this.#revision = row.revision;
      if (visibility.sees(row.frame)) return row.frame;
    }
  }

  #nextRow(feed: StatusFeed): StatusRow | undefined {
    const waiting = this.#rows.next();
    if (waiting.done !== true) return waiting.value;
    if (this.#revision >= feed.revision) return undefined;
    this.#rows = feed.after(this.#revision).values();
    const newer = this.#rows.next();
    return newer.done === true ? undefined : newer.value;
  }
}
