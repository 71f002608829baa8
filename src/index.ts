/**
 * Operate many Kubernetes clusters from one program. The public surface: named exports only.
 * @packageDocumentation
 */
export { createFleet, type Fleet, type FleetOperations, type FleetOptions, type RunOptions } from './lib/fleet.js';
export { ClusterManager } from './lib/cluster-manager.js';
export type { ClusterManagerOptions } from './lib/cluster-manager.js';
export type { SelectOptions, StatusOptions } from './lib/clusters/look-options.js';
export type { ClusterInfo } from './lib/clusters/cluster-info.js';
export type { RefreshStatus } from './lib/clusters/fleet-discovery.js';
export type { FleetStatus, StatusListener } from './lib/clusters/fleet-status.js';
export type { AllowRequest, LookUpKind } from './lib/clusters/allow-request.js';
export type { RefreshFailure, RefreshReport } from './lib/clusters/refresh-history.js';
export type { TargetRequest } from './lib/clusters/resolve-target.js';
export type { Selection } from './lib/clusters/selector-match.js';
export { NskIntegration, type NskCluster, type NskRefreshOptions, type NskStatus } from './lib/integrations/nsk/nsk-integration.js';
export type { RancherFinding } from './lib/integrations/nsk/finding.js';
export type { RancherReadiness } from './lib/integrations/rancher/rancher-cluster.js';
export type { ProvidedCluster } from './lib/integrations/nsk/kubeconfig-provider.js';
export type { NskKubeconfig } from './lib/integrations/nsk/one-kubeconfig.js';
export type { RefreshHealth } from './lib/integrations/nsk/refresh-health.js';
export type { NskEvents } from './lib/integrations/nsk/nsk-events.js';
export type { NskIntegrationOptions } from './lib/integrations/nsk/nsk-options.js';
export type { KubeconfigFailure, NskRefreshReport } from './lib/integrations/nsk/refresh-report.js';
export type { SourceSettings } from './lib/sources/configured-sources.js';
export type { FleetConfig, FleetConfigInput } from './lib/config/schema.js';
export { loadConfig } from './lib/config/load-config.js';
export type { CallGrant, CallLimits, ClusterLimit } from './lib/limits/call-limits.js';
export { checkLimits } from './lib/limits/check-limits.js';
export type { ConfirmationAnswer, ConfirmationPlan, Confirmer, PlannedRun } from './lib/confirmation/plan.js';
export type { CallRequest } from './lib/dispatch.js';
export { defineOperation } from './lib/operation.js';
export type { ContextFor, Operation, OperationEffect, OperationNeed, OperationScope, PlannedCalls, Toolset } from './lib/operation.js';
export {
  operationInput,
  operationOutput,
  operationSchemas,
  type InputOptions,
  type JsonObjectSchema,
  type OperationSchemas,
} from './lib/operation-schema.js';
export type { AccessLevel } from './lib/access-level.js';
export type {
  Caller,
  CallResult,
  ClusterContext,
  CommandInput,
  CommandSink,
  FleetClusters,
  FleetContext,
  Interactive,
  KeptByCaller,
  KeptEntry,
  KeptResource,
  OperationContext,
  OperationLookup,
  Progress,
} from './lib/context.js';
export { ERROR_CODES, FleetError, toFleetError } from './lib/errors.js';
export type { ErrorCode, ErrorCodeEntry, FleetErrorData, FleetErrorOptions } from './lib/errors.js';
export type { FleetEvents, OperationFinished } from './lib/events.js';
export { TypedEmitter, type EventSubscriber, type Listener } from './lib/typed-emitter.js';
export type { ConnectionSettings, Credential, ExecCredentialPlugin } from './lib/clusters/connection.js';
export type { Coverage, CoverageOutcome } from './lib/clusters/coverage.js';
export type { ClusterFacts, ReportedState } from './lib/clusters/cluster-facts.js';
export type { ManagedDirectory } from './lib/sources/managed-directory.js';
export type { RetryRules } from './lib/platform/retry.js';
export type { ClusterDescriptor, ClusterOrigin } from './lib/clusters/descriptor.js';
export type { Cell, MetadataColumn, ResourceTable } from './lib/clusters/resource-table.js';
export type { FilesSettings, HelmSettings, OperationSettings } from './lib/operation-settings.js';
export type {
  ApiRequest,
  ApiResponse,
  CertificateFacts,
  ClusterSession,
  CredentialFacts,
  ListOptions,
  LocateOptions,
  LogOptions,
  LogStreamOptions,
  ResourceLocation,
  ResourceReference,
  ServedKinds,
} from './lib/clusters/session.js';
export type { NameRule } from './lib/clusters/api-path.js';
export type { ChannelConnection, ChannelMessage } from './lib/clusters/channels.js';
export type { ServedKind } from './lib/clusters/kind-names.js';
export type { ClusterSource, SourceFailure, SourceListing, SourceWatch } from './lib/clusters/source.js';
export { UNREACHABLE_REASONS } from './lib/clusters/status.js';
export type { ClusterDetail, ClusterStatus, Observed, UnreachableReason } from './lib/clusters/status.js';
export { toStatusOutput, type StatusOutput } from './lib/toolsets/clusters/status-output.js';
export { TOOLSETS } from './lib/toolsets/all.js';
export type { OperationInput, OperationMap, OperationName, OperationOutput } from './lib/toolsets/all.js';
export { LOG_LEVELS, silentLogger, type Logger, type LogLevel } from './lib/platform/logger.js';
export { VERSION } from './lib/platform/version.js';
// For programs that bring the operations to people and read the same configuration: terminals, adapters of one's own.
export { CONFIG_FLAGS, type FlagDefinition } from './lib/config/flags.js';
export { configurationReference, type ReferenceKey } from './lib/config/reference.js';
export type { ConfigProblem } from './lib/config/problems.js';
export type { ConfigProvenance, ConfigSources, LoadedConfig } from './lib/config/load-config.js';
export type { FlagValues } from './lib/config/text-layers.js';
export { hostEnvironment, type Environment } from './lib/platform/environment.js';
export { parseDuration } from './lib/platform/duration.js';
export { didYouMean } from './lib/platform/nearest.js';
export { redactText } from './lib/platform/redact.js';
export { findProgram } from './lib/platform/run-command.js';
export { textTable, type TextCell } from './lib/platform/text-table.js';
export type { RequestFacts } from './lib/clusters/connection-options.js';
export type { Sighting } from './lib/clusters/sightings.js';
export type { FieldKind } from './lib/config/fields.js';
