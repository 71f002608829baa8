import { textAt, type PlainObject } from '../../object-values.js';
import { redactText } from '../../../platform/redact.js';
import { eventsAbout, type EventFacts } from '../event-facts.js';
import type { Finding } from '../finding.js';
import type { Reading } from '../reading.js';
import { claimNames } from './claims.js';
import { crashesOf } from './crashed.js';
import { judgePod, looksUnwell } from './judge-pod.js';
import { podName } from './pod-evidence.js';

/** Pods whose claims, node and logs are read, too; of the others the first ones tell enough. */
const CLOSELY = 3;
const MOST_CLAIMS = 5;
const LOG_LINES = 20;
const LOG_BYTES = 32 * 1024;
const LONGEST_LINE = 200;

/** Judges pods: of those that are unwell, some by all that can be read of them. */
export async function judgePods(reading: Reading, pods: readonly PlainObject[], events: readonly EventFacts[]): Promise<Finding[]> {
  const closely = new Set(pods.filter((pod) => looksUnwell(pod) || crashesOf(pod, reading.now).length > 0).slice(0, CLOSELY));
  const judged = await Promise.all(
    pods.map(async (pod) => {
      const own = eventsAbout(events, pod, 'Pod');
      const more = closely.has(pod) ? await readClosely(reading, pod) : { claims: {}, node: undefined, logs: {} };
      return judgePod({ pod, events: own, now: reading.now, ...more });
    }),
  );
  return judged.flat();
}

type More = Pick<Parameters<typeof judgePod>[0], 'claims' | 'node' | 'logs'>;

async function readClosely(reading: Reading, pod: PlainObject): Promise<More> {
  const namespace = textAt(pod, 'metadata', 'namespace') ?? '';
  const nodeName = textAt(pod, 'spec', 'nodeName');
  const waits = textAt(pod, 'status', 'phase') === 'Pending';
  const [node, claims, logs] = await Promise.all([
    nodeName === undefined ? undefined : reading.object(`node ${nodeName}`, 'v1', 'Node', nodeName),
    Promise.all(
      (waits ? claimNames(pod) : []).slice(0, MOST_CLAIMS).map(async (name) => {
        const claim = await reading.object(`volume claim ${name}`, 'v1', 'PersistentVolumeClaim', name, namespace);
        return claim === undefined ? [] : ([[name, claim]] as const);
      }),
    ),
    Promise.all(
      crashesOf(pod, reading.now).map(async ({ container, state }) => await readLog(reading, pod, container.name, state !== 'ended')),
    ),
  ]);
  return { node, claims: Object.fromEntries(claims.flat()), logs: Object.fromEntries(logs.flat()) };
}

async function readLog(
  reading: Reading,
  pod: PlainObject,
  container: string,
  previous: boolean,
): Promise<readonly (readonly [string, string])[]> {
  const { cluster, signal } = reading.context;
  const log = await reading.part(`log of ${podName(pod)} ${container}`, () =>
    cluster.logs({
      namespace: textAt(pod, 'metadata', 'namespace') ?? '',
      pod: textAt(pod, 'metadata', 'name') ?? '',
      container,
      previous,
      tailLines: LOG_LINES,
      limitBytes: LOG_BYTES,
      signal,
    }),
  );
  return log === undefined || log.trim() === '' ? [] : [[container, boundedLog(log)]];
}

/** Secrets go before lines are cut: half of one might not be recognised. */
export function boundedLog(log: string): string {
  return redactText(log)
    .replace(/[^\S\n]*\r?\n/g, '\n')
    .trimEnd()
    .split('\n')
    .slice(-LOG_LINES)
    .map((line) => line.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]+/g, ' '))
    .map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line))
    .join('\n');
}
