import type { IncomingMessage } from 'node:http';
import { eventsOf, openEvents, type SeenEvent } from './read-events.js';

/** A reader of `/v1/events` that takes what comes one by one. */
export interface Follower extends Disposable {
  readonly response: IncomingMessage;
  /** Reads on until an event of this name that fits; everything read so far is in `seen`. Fails when the stream ends before. */
  until(
    name: string,
    fits?: (data: Readonly<Record<string, unknown>>) => boolean,
  ): Promise<SeenEvent & { readonly data: Record<string, unknown> }>;
  readonly seen: SeenEvent[];
}

export async function followEvents(
  url: string,
  { accept = 'text/event-stream', headers = {} }: { readonly accept?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Follower> {
  const response = await openEvents(url, accept, headers);
  if (response.statusCode !== 200) throw new Error(`${url} answered ${String(response.statusCode)}`);
  const events = eventsOf(response);
  const seen: SeenEvent[] = [];
  return {
    response,
    seen,
    until: async (name, fits = () => true) => {
      for (;;) {
        const next = await events.next();
        if (next.done === true) throw new Error(`The stream ended before ${name}; seen: ${JSON.stringify(seen).slice(0, 2000)}`);
        const event = next.value;
        seen.push(event);
        const data = recordOf(event.data);
        if (event.name === name && fits(data)) return { ...event, data };
      }
    },
    [Symbol.dispose]: () => void response.destroy(),
  };
}

export function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
