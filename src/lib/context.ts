import type { ClusterManager } from './cluster-manager.js';
import type { ClusterSession } from './clusters/session.js';
import type { NskIntegration } from './integrations/nsk/nsk-integration.js';
import type { Operation } from './operation.js';
import type { OperationSettings } from './operation-settings.js';
import type { Logger } from './platform/logger.js';

export { EXEC_PROTOCOLS, PORT_FORWARD_PROTOCOLS, type ChannelConnection } from './clusters/channels.js';
export type { ClusterInfo } from './clusters/cluster-info.js';
export { coverageOf, type Coverage, type CoverageOutcome } from './clusters/coverage.js';
export type { ConnectionSettings } from './clusters/connection.js';
export type { ServedKind } from './clusters/kind-names.js';
export type { ApiRequest, ApiResponse, ClusterSession, ResourceLocation, ResourceReference } from './clusters/session.js';
export type { ClusterDetail, ClusterStatus } from './clusters/status.js';
export type { Cell, MetadataColumn, ResourceTable } from './clusters/resource-table.js';
export type { FilesSettings, HelmSettings, OperationSettings } from './operation-settings.js';

/** Who calls: one person's MCP session, one HTTP caller, one program. Active clusters and audit lines belong to it. */
export interface Caller {
  /** Unique among callers, for example `stdio`, `mcp:5f2c…`, `sdk`. */
  readonly id: string;
  /** The authenticated user, where there is one. */
  readonly user?: string | undefined;
  /** False for callers without a lasting session: they cannot choose an active cluster. */
  readonly stateful: boolean;
}

/** How far a long call is. `total` is absent while unknown. */
export interface Progress {
  readonly done: number;
  readonly total?: number | undefined;
  readonly message?: string | undefined;
}

/** The clusters that an operation may reach: those of the fleet, or fewer where its call is limited. */
export type FleetClusters = Pick<
  ClusterManager,
  'list' | 'get' | 'resolve' | 'failures' | 'select' | 'setActive' | 'active' | 'resolveTarget' | 'status' | 'detail' | 'refreshStatus'
>;

/** Something that lives on after the call that made it. */
export interface KeptResource {
  /** What it is: `port-forward`. */
  readonly kind: string;
  /** Ends it. Calling twice is fine. */
  close(): Promise<void>;
}

/** A resource that is kept, and the id by which its caller names it. */
export interface KeptEntry {
  readonly id: string;
  readonly resource: KeptResource;
}

/** What one caller keeps open. It ends with its caller (`fleet.forgetCaller`, the end of a session) and with the fleet. */
export interface KeptByCaller {
  /**
   * Keeps a resource open beyond the call.
   * @throws FleetError TOO_MANY_OPEN, CLOSED; the resource is then still the handler's to close
   */
  add(resource: KeptResource): KeptEntry;
  /** What the caller keeps of one kind. */
  list(kind: string): readonly KeptEntry[];
  /** Forgets an entry without closing it. */
  remove(id: string): void;
}

/** What a caller sends to a command while it runs. Each call resolves when the command can take more. */
export interface CommandInput {
  /** Whether the end of the input can be told. Kubernetes before 1.30 cannot: there, such a command waits for more. */
  readonly canEnd: boolean;
  /** Hands on what is typed. */
  send(data: Uint8Array): Promise<void>;
  /** Says that nothing more will be sent. Does nothing where `canEnd` is false. */
  end(): Promise<void>;
  /** The size of the caller's terminal, in characters. */
  resize(columns: number, rows: number): Promise<void>;
}

/** Takes what a command writes as it comes, secrets and all; resolves when the caller has room for more. */
export type CommandSink = (stream: 'stdout' | 'stderr', data: Uint8Array) => Promise<void>;

/** A caller that talks to a command while it runs. */
export interface Interactive {
  /** Run it in a terminal: echo, signals from keys, no stderr of its own. */
  readonly tty: boolean;
  /** Milliseconds that it may last, in place of the deadline of other calls. */
  readonly longestMs: number;
  /** Told once that the command runs: everything that could refuse it has been passed. */
  begin(input: CommandInput): CommandSink;
}

/** What every handler gets. */
export interface OperationContext {
  readonly requestId: string;
  readonly caller: Caller;
  /** Aborted when the caller cancels or the deadline passes. Every remote call takes it. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly kept: KeptByCaller;
  readonly settings: OperationSettings;
  /** The other end of what runs, where its caller talks to it; only operations that say `interactive` get one. */
  readonly interactive?: Interactive | undefined;
  /** Tells the caller how far it is, where the caller listens. Costs nothing where nobody does. */
  progress(update: Progress): void;
}

/** The context of an operation on one cluster: the session is bound to the cluster that was resolved at dispatch. */
export interface ClusterContext extends OperationContext {
  readonly cluster: ClusterSession;
}

/** The context of operations on the fleet or on this process. */
export interface FleetContext extends OperationContext {
  readonly clusters: FleetClusters;
  readonly operations: OperationLookup;
  /** The Ranchers that the fleet takes clusters from, in the order of their names. */
  readonly ranchers: readonly NskIntegration[];
  /** Whether the call may reach only some clusters: what it is told must then not give others away. `clusters` shows those only. */
  readonly isLimited: boolean;
  /** Runs an operation of the catalog on one cluster, on behalf of the same caller and through all checks. */
  call(operation: string, cluster: string, parameters: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<CallResult>;
}

/** The operations that this fleet offers now. */
export interface OperationLookup {
  /**
   * The operation of that name.
   * @throws FleetError OPERATION_UNKNOWN with the nearest names, OPERATION_NOT_ALLOWED when the policy of the fleet switched it off.
   */
  get(name: string): Operation;
  /** All that are offered now. */
  list(): readonly Operation[];
}

/** What a call gave: the validated output and the cluster that answered. */
export interface CallResult {
  readonly operation: string;
  readonly requestId: string;
  /** Absent for operations that touch no single cluster. */
  readonly cluster?: string | undefined;
  readonly durationMs: number;
  /** The validated, redacted output: plain data. */
  readonly output: Readonly<Record<string, unknown>>;
  /** The text for people and models, made when first asked for. */
  text(): string;
}
