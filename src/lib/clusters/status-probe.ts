import { type FleetError, toFleetError } from '../errors.js';
import { abortFailure, untilAborted } from '../platform/abort.js';
import { REFUSED_BY_RANCHER } from './rancher-answer.js';
import type { CertificateFacts, ClusterSession } from './session.js';
import type { ResourceTable } from './resource-table.js';

/** What one probe of one cluster learned. Facts that it did not get are absent. */
export interface ProbeResult {
  readonly observedAt: string;
  /** The API server answered at least one request, if only to refuse it. */
  readonly answered: boolean;
  /** The API server answered one request with what was asked for, or knows the caller and forbids it. */
  readonly usable: boolean;
  readonly latencyMs?: number | undefined;
  readonly version?: string | undefined;
  readonly nodes?: { readonly ready: number; readonly total: number } | undefined;
  readonly namespaces?: number | undefined;
  readonly certificates?: CertificateFacts | undefined;
  /** The most telling of the errors. */
  readonly error?: FleetError | undefined;
  /** What this identity may not read. */
  readonly forbidden: readonly string[];
}

/**
 * Three small requests at once: `/version` (its time is the latency), the nodes as a table from the watch cache, one namespace
 * with the number of the rest. Never throws; ends when the signal does, with what there is by then.
 */
export async function probeCluster(session: ClusterSession, signal: AbortSignal): Promise<ProbeResult> {
  const name = session.cluster.name;
  const started = performance.now();
  let latencyMs: number | undefined;
  const [version, nodes, namespaces] = await Promise.all([
    attempt(name, 'read its version', signal, async () => {
      const response = await session.request({ path: '/version', signal, maxBytes: 1024 * 1024 });
      latencyMs = Math.round((performance.now() - started) * 10) / 10;
      return gitVersion(response.json());
    }),
    attempt(name, 'list its nodes', signal, async () =>
      countReady(await session.list({ apiVersion: 'v1', kind: 'Node' }, { limit: 0, signal })),
    ),
    attempt(name, 'count its namespaces', signal, () => countObjects(session, { apiVersion: 'v1', kind: 'Namespace' }, signal)),
  ]);
  const parts = { version, nodes, namespaces };
  const errors = [nodes.error, namespaces.error, version.error].filter((error) => error !== undefined);
  return {
    observedAt: new Date().toISOString(),
    answered: Object.values(parts).some(({ error }) => error === undefined || ANSWERS.has(error.code)),
    usable: nodes.error === undefined || namespaces.error === undefined || errors.some(isForbiddenThere),
    latencyMs,
    version: version.value,
    nodes: nodes.value,
    namespaces: namespaces.value,
    certificates: certificatesOf(session),
    error: errors.find((error) => error.code !== 'FORBIDDEN') ?? errors[0],
    forbidden: Object.entries(parts)
      .filter(([, { error }]) => error?.code === 'FORBIDDEN')
      .map(([part]) => part),
  };
}

/** The cluster knows the caller and forbids it: so it answers. What Rancher forbids says nothing of the cluster behind it. */
export function isForbiddenThere({ code, details }: FleetError): boolean {
  return code === 'FORBIDDEN' && details?.['reason'] !== REFUSED_BY_RANCHER;
}

/** A probe that could not begin. */
export function failedProbe(error: FleetError): ProbeResult {
  return { observedAt: new Date().toISOString(), answered: false, usable: false, error, forbidden: [] };
}

/** How many objects of a kind there are: one row and the server's count of the rest. */
export async function countObjects(
  session: ClusterSession,
  kind: { readonly apiVersion: string; readonly kind: string },
  signal: AbortSignal,
): Promise<number> {
  const first = await session.list(kind, { limit: 1, signal });
  if (first.continue === undefined || first.remaining !== undefined) return first.rows.length + (first.remaining ?? 0);
  return (await session.list(kind, { limit: 0, signal })).rows.length;
}

/** Index of a column by its title; -1 when there is none. */
export function columnIndex(table: ResourceTable, title: string): number {
  return table.columns.findIndex((column) => column === title);
}

// Errors that only a server can have sent.
const ANSWERS: ReadonlySet<string> = new Set(['UNAUTHORIZED', 'SESSION_EXPIRED', 'FORBIDDEN', 'NOT_FOUND', 'RATE_LIMITED', 'SERVER_ERROR']);

interface Attempt<Value> {
  readonly value?: Value;
  readonly error?: FleetError;
}

async function attempt<Value>(cluster: string, what: string, signal: AbortSignal, run: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { value: await untilAborted(run(), signal) };
  } catch (thrown) {
    return { error: signal.aborted ? abortFailure(signal, what, cluster) : toFleetError(thrown, cluster) };
  }
}

// The cluster may have been removed meanwhile.
function certificatesOf(session: ClusterSession): CertificateFacts | undefined {
  try {
    return session.certificates();
  } catch {
    return undefined;
  }
}

function gitVersion(body: unknown): string {
  return typeof body === 'object' && body !== null && 'gitVersion' in body && typeof body.gitVersion === 'string'
    ? body.gitVersion
    : 'unknown';
}

// kubectl prints `Ready`, `NotReady`, `Ready,SchedulingDisabled`.
function countReady(table: ResourceTable): { ready: number; total: number } {
  const status = columnIndex(table, 'status');
  const ready = table.rows.filter((row) => String(row[status]).split(',').includes('Ready')).length;
  return { ready, total: table.rows.length };
}
