import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';

/** An event as a client sees it. */
export interface SeenEvent {
  readonly name: string;
  readonly data: unknown;
  readonly id?: string | undefined;
}

/** Opens a stream; nothing is read before someone iterates. */
export function openEvents(url: string, accept: string, headers: Readonly<Record<string, string>> = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { Accept: accept, ...headers }, agent: false })
      .once('response', resolve)
      .on('error', reject)
      .end();
  });
}

/** The events of an open stream of either form, as they come; heartbeats too. */
export async function* eventsOf(response: IncomingMessage): AsyncGenerator<SeenEvent> {
  const isNdjson = response.headers['content-type'] === 'application/x-ndjson';
  let name = 'message';
  let id: string | undefined;
  for await (const line of createInterface({ input: response })) {
    if (isNdjson) {
      const event: Record<string, unknown> = { ...(JSON.parse(line) as object) };
      yield {
        name: String(event['type']),
        data: event[String(event['type'])],
        ...(typeof event['id'] === 'string' ? { id: event['id'] } : {}),
      };
    } else if (line.startsWith(': ')) yield { name: line.slice(2), data: undefined };
    else if (line.startsWith('event: ')) name = line.slice('event: '.length);
    else if (line.startsWith('id: ')) id = line.slice('id: '.length);
    else if (line.startsWith('data: ')) {
      yield { name, data: JSON.parse(line.slice('data: '.length)), ...(id === undefined ? {} : { id }) };
      id = undefined;
    }
  }
}

export async function allEvents(response: IncomingMessage): Promise<SeenEvent[]> {
  const events: SeenEvent[] = [];
  for await (const event of eventsOf(response)) events.push(event);
  return events;
}
