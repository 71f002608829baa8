import { redactText, toStatusOutput, type ClusterStatus } from '../../../index.js';
import { Frame } from './frame.js';

type Row = ReturnType<typeof toStatusOutput>;

/** A status as it was last sent. */
export interface SentStatus {
  readonly frame: Frame;
  readonly row: Row;
}

export function sentStatus(status: ClusterStatus): SentStatus {
  const plain = toStatusOutput(status);
  const row = withoutSecrets(plain);
  return { row, frame: new Frame({ name: 'status', data: row, clusters: [status.cluster] }) };
}

/** Words of servers may quote a credential. */
function withoutSecrets(row: Row): Row {
  const { error, reported } = row;
  return {
    ...row,
    ...(error === undefined ? {} : { error: redactText(error) }),
    ...(reported?.message === undefined ? {} : { reported: { ...reported, message: redactText(reported.message) } }),
  };
}

/** A latency jitters; it is news when it differs by this much of the larger one, and by so many milliseconds. */
const LATENCY_SHARE = 0.3;
const LATENCY_MS = 15;

/** True when a reader would want to know. The times of facts alone are no news: `status-checked` says that all was looked at. */
export function isNews({ row: before }: SentStatus, { row: after }: SentStatus): boolean {
  return facts(before) !== facts(after) || latencyDiffers(before.latency_ms?.value, after.latency_ms?.value);
}

function facts({ cluster, environment, status, stale, reason, error, reported, version, nodes, namespaces, certificates }: Row): string {
  const days = [certificates?.server_days, certificates?.client_days];
  return JSON.stringify([
    [cluster, environment, status, stale, reason, error, reported],
    [version?.value, nodes?.ready, nodes?.total, namespaces?.value, ...days],
  ]);
}

function latencyDiffers(before: number | undefined, after: number | undefined): boolean {
  if (before === undefined || after === undefined) return before !== after;
  const difference = Math.abs(before - after);
  return difference > LATENCY_MS && difference > LATENCY_SHARE * Math.max(before, after);
}
