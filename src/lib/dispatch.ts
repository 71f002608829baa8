import { randomUUID } from 'node:crypto';
import type { AccessRules } from './access-policy.js';
import { compose, type Call, type CallLimits, type Next } from './call.js';
import type { Catalog } from './catalog.js';
import type { ClusterManager } from './cluster-manager.js';
import { confineClusters } from './confined-clusters.js';
import type { Caller, CallResult, FleetClusters, Progress } from './context.js';
import { FleetError, toFleetError } from './errors.js';
import type { OperationFinished } from './events.js';
import { invoke } from './invoke.js';
import { authorise } from './middleware/authorise.js';
import { confineOperation } from './middleware/confine-operation.js';
import { deadline, type Deadlines } from './middleware/deadline.js';
import { observe, tellRefused } from './middleware/observe.js';
import { redactOutput } from './middleware/redact-output.js';
import { resolveTarget } from './middleware/resolve-target.js';
import { validateInput } from './middleware/validate-input.js';
import { validateOutput } from './middleware/validate-output.js';
import type { Operation } from './operation.js';
import type { Logger } from './platform/logger.js';
import { renderPlain } from './platform/render-plain.js';

/** One call as an adapter makes it. */
export interface CallRequest {
  readonly operation: string;
  /** Checked by the operation's schema; anything may be passed. */
  readonly input?: unknown;
  readonly caller?: Caller | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((update: Progress) => void) | undefined;
  /** Default: whatever the fleet allows. */
  readonly limits?: CallLimits | undefined;
  /** Default: a new one. Shown in results, errors, audit lines. */
  readonly requestId?: string | undefined;
}

export interface DispatcherOptions {
  readonly catalog: Catalog;
  readonly clusters: ClusterManager;
  readonly rules: AccessRules;
  readonly deadlines: Deadlines;
  readonly logger: Logger;
  readonly sinks: readonly ((finished: OperationFinished) => void | Promise<void>)[];
}

/** The caller of programs that name none. */
export const SDK_CALLER: Caller = { id: 'sdk', stateful: true };

const NO_LIMITS: CallLimits = {};

const NEVER = new AbortController().signal;

/** The only way to run an operation. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #run: Next;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    const { clusters, rules, logger, catalog } = options;
    const clustersOf = ({ limits, caller }: Call): FleetClusters =>
      limits.clusters === undefined ? clusters : confineClusters(clusters, limits.clusters, caller.id);
    this.#run = compose(
      [
        observe(options.sinks),
        confineOperation((name) => catalog.toolsetOf(name)),
        validateInput,
        resolveTarget(clustersOf),
        authorise(rules),
        deadline(options.deadlines),
        validateOutput,
        redactOutput,
      ],
      invoke({ clusters, clustersOf, rules, logger, operations: catalog, callOn: (call, ...rest) => this.#callOn(call, ...rest) }),
    );
  }

  /**
   * Runs one operation.
   * @throws FleetError always, with the cluster it came from where one was involved.
   */
  async call(request: CallRequest): Promise<CallResult> {
    const { requestId = randomUUID(), caller = SDK_CALLER } = request;
    const operation = await this.#find(request.operation, { requestId, caller });
    const call: Call = {
      operation,
      requestId,
      caller,
      limits: request.limits ?? NO_LIMITS,
      input: request.input,
      signal: request.signal ?? NEVER,
      progress: request.onProgress ?? (() => undefined),
    };
    const started = performance.now();
    try {
      const { output, cluster } = await this.#run(call);
      return {
        operation: operation.name,
        requestId: call.requestId,
        ...(cluster === undefined ? {} : { cluster }),
        durationMs: performance.now() - started,
        output,
        text: () => operation.render?.(output) ?? renderPlain(output),
      };
    } catch (thrown) {
      throw toFleetError(thrown);
    }
  }

  /** @throws FleetError OPERATION_UNKNOWN, OPERATION_NOT_ALLOWED; the observers are told, as of every refusal. */
  async #find(name: string, by: Pick<Call, 'requestId' | 'caller'>): Promise<Operation> {
    try {
      return this.#options.catalog.get(name);
    } catch (thrown) {
      const error = toFleetError(thrown);
      await tellRefused(this.#options.sinks, { ...by, operation: name, error });
      throw error;
    }
  }

  #callOn(
    call: Call,
    operation: string,
    cluster: string,
    parameters: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<CallResult> {
    if (this.#options.catalog.get(operation).scope !== 'cluster') {
      throw new FleetError('INPUT_INVALID', `${operation} does not run on one cluster.`);
    }
    const { caller, limits, requestId } = call;
    return this.call({ operation, input: { ...parameters, cluster }, caller, limits, signal, requestId });
  }
}
