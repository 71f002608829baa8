import { get, type IncomingMessage } from 'node:http';
import type { MeasuredProgram } from '../http/measured-program.js';
import { startRest } from '../http/rest-site.js';
import { times, type Measure } from '../measure.js';
import { SMALL_NAMESPACE, type Site } from '../site.js';

const SUBSCRIBERS = 200;
const CALLS = 300;
const EVENTS = '/v1/events?status=true';
const FINISHED = 'event: operation-finished\n';
const LIST = `/v1/core/pods_list_in_namespace?cluster=legacy&namespace=${SMALL_NAMESPACE}`;

/** What 200 readers of all events and of the live status cost, while calls go on and each reader is told of every one of them. */
export async function subscribersScenario(site: Site): Promise<Measure[]> {
  const rest = await startRest(site);
  const readers: Reader[] = [];
  try {
    // The same work without readers first, so that what it costs is not counted.
    await calls(rest);
    const before = await rest.memory();
    readers.push(...(await Promise.all(Array.from({ length: SUBSCRIBERS }, () => openReader(rest.port)))));
    let most = 0;
    const timer = setInterval(() => (most = Math.max(most, rest.residentMegabytes())), 20);
    await calls(rest);
    await Promise.all(readers.map((reader) => reader.told(CALLS)));
    clearInterval(timer);
    const after = await rest.memory();
    return [
      {
        name: `${SUBSCRIBERS} readers of events and status: most memory more, at any time`,
        value: Math.max(most, after.residentMegabytes) - before.residentMegabytes,
        unit: 'MB',
        must: { bound: 150, kind: 'at-most' },
      },
      { name: 'the same: heap more of each', value: ((after.heapMegabytes - before.heapMegabytes) * 1024) / SUBSCRIBERS, unit: 'KB' },
    ];
  } finally {
    for (const reader of readers) reader.close();
    await rest.close();
  }
}

/** Ordinary calls: each is an event for every reader. */
async function calls(rest: MeasuredProgram): Promise<void> {
  await times(CALLS, () => fetch(`http://127.0.0.1:${String(rest.port)}${LIST}`).then((answer) => answer.text()));
}

interface Reader {
  /** Resolves when so many finished operations were told. */
  told(count: number): Promise<void>;
  close(): void;
}

async function openReader(port: number): Promise<Reader> {
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: EVENTS, headers: { Accept: 'text/event-stream' }, agent: false };
    get(options, resolve).on('error', reject);
  });
  if (message.statusCode !== 200) throw new Error(`${EVENTS} answers ${String(message.statusCode)}.`);
  let finished = 0;
  let tail = '';
  let changed = (): void => undefined;
  message.setEncoding('utf8');
  message.on('data', (chunk: string) => {
    const parts = (tail + chunk).split(FINISHED);
    finished += parts.length - 1;
    // A chunk may end in the middle of the words.
    tail = parts.at(-1)?.slice(1 - FINISHED.length) ?? '';
    changed();
  });
  return {
    told: (count) =>
      new Promise((resolve) => {
        changed = () => {
          if (finished >= count) resolve();
        };
        changed();
      }),
    close: () => message.destroy(),
  };
}
