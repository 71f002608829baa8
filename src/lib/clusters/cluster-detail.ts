import { FleetError } from '../errors.js';
import { untilAborted } from '../platform/abort.js';
import type { ClusterSession } from './session.js';
import type { ClusterDetail, ClusterStatus, Observed } from './status.js';
import { columnIndex, countObjects } from './status-probe.js';

type Extras = Omit<ClusterDetail, keyof ClusterStatus>;

/**
 * The facts of the detail view. Counts that this identity may not read, or that did not come before the signal aborted, are
 * absent; nothing more is asked of a cluster that does not answer.
 * @throws FleetError when the connection data cannot be read
 */
export async function clusterDetail(
  session: ClusterSession,
  { status, answers }: { readonly status: ClusterStatus; readonly answers: boolean },
  signal: AbortSignal,
): Promise<ClusterDetail> {
  const { server } = await session.cluster.connect(signal);
  if (!answers) return { ...status, server };
  const [nodeRoles, podsByPhase, services, deployments, statefulSets] = await Promise.all([
    observed(signal, () => countRoles(session, signal)),
    observed(signal, () => countPods(session, signal)),
    observed(signal, () => countObjects(session, { apiVersion: 'v1', kind: 'Service' }, signal)),
    observed(signal, () => countObjects(session, { apiVersion: 'apps/v1', kind: 'Deployment' }, signal)),
    observed(signal, () => countObjects(session, { apiVersion: 'apps/v1', kind: 'StatefulSet' }, signal)),
  ]);
  const extras: Extras = { server, nodeRoles, podsByPhase, services, deployments, statefulSets };
  return { ...status, ...extras };
}

async function observed<Value>(signal: AbortSignal, read: () => Promise<Value>): Promise<Observed<Value> | undefined> {
  try {
    return { value: await untilAborted(read(), signal), observedAt: new Date().toISOString() };
  } catch (thrown) {
    if (FleetError.isInstance(thrown) || signal.aborted) return undefined;
    throw thrown;
  }
}

async function countRoles(session: ClusterSession, signal: AbortSignal): Promise<{ controlPlane: number; workers: number }> {
  const table = await session.list({ apiVersion: 'v1', kind: 'Node' }, { limit: 0, signal });
  const roles = columnIndex(table, 'roles');
  const controlPlane = table.rows.filter((row) => /\b(control-plane|master)\b/.test(String(row[roles]))).length;
  return { controlPlane, workers: table.rows.length - controlPlane };
}

const RARE_PHASES = ['Pending', 'Succeeded', 'Failed', 'Unknown'] as const;

// No request counts by phase. Running pods are the many: they are what remains when the few others are taken from the total.
async function countPods(session: ClusterSession, signal: AbortSignal): Promise<Record<string, number>> {
  const kind = { apiVersion: 'v1', kind: 'Pod' };
  const [total, ...rare] = await Promise.all([
    countObjects(session, kind, signal),
    ...RARE_PHASES.map(
      async (phase) => (await session.list(kind, { fieldSelector: `status.phase=${phase}`, limit: 0, signal })).rows.length,
    ),
  ]);
  const others = rare.reduce((sum, count) => sum + count, 0);
  const counts: Record<string, number> = { Running: Math.max(0, total - others) };
  for (const [index, phase] of RARE_PHASES.entries()) {
    const count = rare[index] ?? 0;
    if (count > 0) counts[phase] = count;
  }
  return counts;
}
