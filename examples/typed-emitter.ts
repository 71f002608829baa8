// The emitter behind every event, for events of your own: names and payloads are typed, and a listener that throws disturbs nobody.
// Run: npx tsx examples/typed-emitter.ts
import assert from 'node:assert/strict';
import { TypedEmitter } from 'fleetwright';

interface QueueEvents {
  /** A job was taken from the queue. */
  'job-started': [{ job: string; cluster: string }];
}

const failures: string[] = [];
const events = new TypedEmitter<QueueEvents>((error, event) => failures.push(`${event}: ${String(error)}`));

const started: string[] = [];
events.on('job-started', () => {
  throw new Error('a careless listener');
});
events.on('job-started', ({ job, cluster }) => started.push(`${job} on ${cluster}`));
events.emit('job-started', { job: 'backup', cluster: 'prod-1' });
console.log(started, failures);

assert.deepEqual(started, ['backup on prod-1']);
assert.deepEqual(failures, ['job-started: Error: a careless listener']);
