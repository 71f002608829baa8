/**
 * Operate many Kubernetes clusters from one program. The public surface: named exports only.
 * @packageDocumentation
 */
export { createFleet, type Fleet, type FleetOperations, type FleetOptions, type RunOptions } from './lib/fleet.js';
export { ClusterManager } from './lib/cluster-manager.js';
export type { ClusterInfo, ClusterManagerOptions } from './lib/cluster-manager.js';
export type { FleetConfig, FleetConfigInput } from './lib/config/schema.js';
export { loadConfig } from './lib/config/load-config.js';
export type { CallRequest } from './lib/dispatch.js';
export { defineOperation } from './lib/operation.js';
export type { ContextFor, Operation, OperationEffect, OperationNeed, OperationScope, Toolset } from './lib/operation.js';
export { operationInput, operationOutput, operationSchemas, type JsonObjectSchema, type OperationSchemas } from './lib/operation-schema.js';
export type { AccessLevel } from './lib/catalog.js';
export type { Caller, CallResult, ClusterContext, FleetContext, OperationContext, OperationLookup, Progress } from './lib/context.js';
export { ERROR_CODES, FleetError, toFleetError } from './lib/errors.js';
export type { ErrorCode, ErrorCodeEntry, FleetErrorData, FleetErrorOptions } from './lib/errors.js';
export type { EventSubscriber, FleetEvents, OperationFinished } from './lib/events.js';
export type { ConnectionSettings, Credential, ExecCredentialPlugin } from './lib/clusters/connection.js';
export type { Coverage, CoverageOutcome } from './lib/clusters/coverage.js';
export type { ClusterDescriptor, ClusterOrigin } from './lib/clusters/descriptor.js';
export type { Cell, ResourceTable } from './lib/clusters/resource-table.js';
export type { ApiRequest, ApiResponse, CertificateFacts, ClusterSession, ListOptions, LogOptions, ResourceReference } from './lib/clusters/session.js';
export type { ClusterSource, SourceFailure, SourceListing, SourceWatch } from './lib/clusters/source.js';
export type { ClusterDetail, ClusterStatus, Observed, UnreachableReason } from './lib/clusters/status.js';
export { TOOLSETS } from './lib/toolsets/all.js';
export type { OperationInput, OperationMap, OperationName, OperationOutput } from './lib/toolsets/all.js';
export { LOG_LEVELS, silentLogger, type Logger, type LogLevel } from './lib/platform/logger.js';
export { VERSION } from './lib/platform/version.js';
