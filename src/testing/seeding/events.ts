import type { LocalApiClient } from '../api-client.js';
import { createObject } from './create-object.js';

/** An event about a pod. */
export interface EventSeed {
  readonly pod: string;
  readonly reason: string;
  readonly message: string;
  /** @default 'Normal' */
  readonly type?: 'Normal' | 'Warning';
}

/** Records events, each named `<pod>.<number>`. */
export async function seedEvents(client: LocalApiClient, namespace: string, events: readonly EventSeed[]): Promise<void> {
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  await Promise.all(
    events.map((event, index) =>
      createObject(client, `/api/v1/namespaces/${namespace}/events`, {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: `${event.pod}.${index + 1}` },
        involvedObject: { apiVersion: 'v1', kind: 'Pod', name: event.pod, namespace },
        reason: event.reason,
        message: event.message,
        type: event.type ?? 'Normal',
        source: { component: 'kubelet' },
        firstTimestamp: now,
        lastTimestamp: now,
        count: 1,
      }),
    ),
  );
}
