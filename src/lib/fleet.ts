import type { CallLimits } from './limits/call-limits.js';
import { Catalog } from './catalog.js';
import { ClusterManager } from './cluster-manager.js';
import type { FleetConfig, FleetConfigInput } from './config/schema.js';
import { checkOperationNames } from './confirmation/check-operation-names.js';
import { Confirmations } from './confirmation/confirmations.js';
import { parseFleetConfig } from './config/parse-fleet-config.js';
import type { Caller, CallResult, OperationLookup } from './context.js';
import { Dispatcher, type CallRequest } from './dispatch.js';
import { FleetError } from './errors.js';
import type { FleetEvents } from './events.js';
import { readMetricsFrom } from './fleet-metrics.js';
import { accessRules, clusterOptions, fleetAccess, operationSettings } from './fleet-settings.js';
import { openRanchers, type Ranchers } from './fleet-rancher.js';
import type { NskIntegration } from './integrations/nsk/nsk-integration.js';
import { KeptResources } from './kept-resources.js';
import { operationSinks } from './operation-sinks.js';
import type { Operation, Toolset } from './operation.js';
import { silentLogger, type Logger } from './platform/logger.js';
import { redactingLogger } from './platform/redacting-logger.js';
import { createMetrics, type Metrics } from './platform/metrics.js';
import { TOOLSETS, type OperationInput, type OperationName, type OperationOutput } from './toolsets/all.js';
import { TypedEmitter, type EventSubscriber } from './typed-emitter.js';

/** What a call may say beside its input. */
export type RunOptions = Omit<CallRequest, 'operation' | 'input'>;

/** What a program may pass beside the configuration. */
export interface FleetOptions {
  /** Default: silent. Lines are redacted before they reach it. */
  readonly logger?: Logger | undefined;
  /** Operations of your own, served beside the built-in ones and through the same checks. */
  readonly toolsets?: readonly Toolset[] | undefined;
}

/** The operations a fleet offers, and when they change. */
export interface FleetOperations extends OperationLookup {
  /** With limits: what calls within them may use. */
  list(limits?: CallLimits): readonly Operation[];
  /** Names of the toolsets that are switched on. */
  toolsets(): readonly string[];
  /** Name of the toolset that an operation belongs to; undefined for a name that is not offered. */
  toolsetOf(name: string): string | undefined;
}

/** Many clusters as one object: its clusters, its operations, its events. Made by {@link createFleet}. */
export interface Fleet extends EventSubscriber<FleetEvents> {
  /** Which clusters there are, how they are, sessions with them. */
  readonly clusters: ClusterManager;
  /** What can be run now, under the policy of this fleet. */
  readonly operations: FleetOperations;
  /** The checked configuration: defaults filled in, durations in milliseconds. */
  readonly config: FleetConfig;
  /** Keeps the kubeconfigs of `[nsk]` current; undefined where that section is not enabled. */
  readonly nsk?: NskIntegration | undefined;
  /** Every Rancher that clusters come from: that of `[nsk]` first, then those of `[rancher.NAME]` in the order of their names. */
  readonly ranchers: readonly NskIntegration[];
  /**
   * Runs one operation; name, input and output are typed.
   * @throws FleetError
   */
  run<Name extends OperationName>(name: Name, input: OperationInput<Name>, options?: RunOptions): Promise<OperationOutput<Name>>;
  /**
   * Runs one operation whose name or input come from outside. Everything is checked.
   * @throws FleetError
   */
  call(request: CallRequest): Promise<CallResult>;
  /** Whether a rule of the configuration may ask for confirmation of an operation: its calls then take `confirmation`. */
  mayAsk(operation: Operation): boolean;
  /** Forgets what was kept for a caller: its active cluster, its confirmations; its port-forwards end. */
  forgetCaller(caller: Caller): void;
  /** The metrics in Prometheus text format. */
  metrics(): Promise<string>;
  /** Ends watches, sessions and timers; later calls fail with CLOSED. Calling twice is fine. */
  close(): Promise<void>;
}

/**
 * A fleet from plain configuration (the keys of the configuration file in camelCase). Opens nothing: sources are listed and
 * connections made when first needed.
 * @throws FleetError CONFIG_INVALID with every problem in `details.problems`.
 * @example
 * const fleet = createFleet({ kubeconfigDir: '/etc/clusters' });
 * const pods = await fleet.run('pods_list', { cluster: 'prod-1' });
 */
export function createFleet(input: FleetConfigInput = {}, options: FleetOptions = {}): Fleet {
  const config = parseFleetConfig(input);
  const logger = redactingLogger(options.logger ?? silentLogger);
  const events = new TypedEmitter<FleetEvents>((error, event) => {
    logger.log('error', 'an event listener threw', { event, error: String(error) });
  });
  const metrics = createMetrics();
  const toolsets = [...TOOLSETS, ...(options.toolsets ?? [])];
  const ranchers = openRanchers(config, { events, metrics, logger });
  const catalog = new Catalog(toolsets, {
    toolsets: config.toolsets,
    allow: config.allow,
    deny: config.deny,
    reveal: config.reveal.flatMap(({ operations = [] }) => operations),
    access: fleetAccess(config),
    available: ranchers.integrations.length === 0 ? [] : ['nsk'],
  });
  checkOperationNames(config.confirmation.rules, toolsets);
  const clusters = new ClusterManager({
    ...clusterOptions(config),
    managed: ranchers.directories,
    logger,
    events,
    onRequest: ({ cluster, operation, durationMs }) => {
      metrics.apiLatency(cluster, operation, durationMs / 1000);
    },
  });
  readMetricsFrom(metrics, clusters);
  const observers = operationSinks(config, events, logger);
  const kept = new KeptResources();
  const confirmations = new Confirmations(config.confirmation);
  const dispatcher = new Dispatcher({
    catalog,
    clusters,
    rules: accessRules(config),
    deadlines: { callMs: config.requestTimeout, longCallMs: Math.max(LONG_CALL_MS, config.requestTimeout) },
    logger,
    kept,
    settings: operationSettings(config),
    ranchers: ranchers.integrations,
    sinks: observers.sinks,
    audit: observers.audit,
    revealRules: config.reveal,
    confirmations,
  });
  catalog.events.on('changed', (change) => {
    events.emit('operations-changed', change);
  });
  const closeObservers = (): Promise<void> => observers.close();
  return assemble({ config, clusters, catalog, dispatcher, events, metrics, kept, confirmations, ranchers, closeObservers });
}

/** Fleet-wide operations may take this long (milliseconds). */
const LONG_CALL_MS = 5 * 60_000;

interface Parts {
  readonly config: FleetConfig;
  readonly clusters: ClusterManager;
  readonly catalog: Catalog;
  readonly dispatcher: Dispatcher;
  readonly events: TypedEmitter<FleetEvents>;
  readonly metrics: Metrics;
  readonly kept: KeptResources;
  readonly confirmations: Confirmations;
  readonly ranchers: Ranchers;
  readonly closeObservers: () => Promise<void>;
}

function assemble(parts: Parts): Fleet {
  const { config, clusters, catalog, dispatcher, events, metrics, kept, confirmations, ranchers, closeObservers } = parts;
  let closing: Promise<void> | undefined;
  const call = (request: CallRequest): Promise<CallResult> =>
    closing === undefined ? dispatcher.call(request) : Promise.reject(new FleetError('CLOSED', 'The fleet is closed.'));
  const fleet: Fleet = {
    clusters,
    operations: catalog,
    config,
    nsk: ranchers.integrations.find(({ name }) => name === 'nsk'),
    ranchers: ranchers.integrations,
    // The output was checked by the schema that types it.
    run: async (name, input, options) => (await call({ ...options, operation: name, input })).output as OperationOutput<typeof name>,
    call,
    mayAsk: (operation) => confirmations.mayAsk(operation),
    forgetCaller: ({ id }) => {
      clusters.forgetCaller(id);
      void confirmations.forget(id);
      void kept.forget(id);
    },
    metrics: () => metrics.render(),
    close: () =>
      (closing ??= kept
        .close()
        .then(() => ranchers.close())
        .then(() => clusters.close())
        .then(closeObservers)),
    on: (name, listener) => {
      events.on(name, listener);
      return fleet;
    },
    once: (name, listener) => {
      events.once(name, listener);
      return fleet;
    },
    off: (name, listener) => {
      events.off(name, listener);
      return fleet;
    },
  };
  return fleet;
}
