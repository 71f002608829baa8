import type { AccessRules } from './access-policy.js';
import { compose, type Call, type ConfirmedCalls, type Next } from './call.js';
import type { Confirmations } from './confirmation/confirmations.js';
import type { Confirmer } from './confirmation/plan.js';
import { takeConfirmation } from './confirmation/take-confirmation.js';
import type { CallLimits } from './limits/call-limits.js';
import type { Catalog } from './catalog.js';
import { checkLimits } from './limits/check-limits.js';
import type { ClusterManager } from './cluster-manager.js';
import type { Caller, CallResult, FleetContext, Interactive, Progress } from './context.js';
import { FleetError, toFleetError } from './errors.js';
import type { OperationFinished } from './events.js';
import { invoke, plannedCalls, type InvokeDependencies } from './invoke.js';
import type { KeptResources } from './kept-resources.js';
import { auditStart, type StartSink } from './middleware/audit-start.js';
import { authorise } from './middleware/authorise.js';
import { confirm } from './middleware/confirm.js';
import { confineOperation } from './middleware/confine-operation.js';
import { deadline, type Deadlines } from './middleware/deadline.js';
import { observe, tellRefused } from './middleware/observe.js';
import { permitReveal } from './middleware/permit-reveal.js';
import { redactOutput } from './middleware/redact-output.js';
import { resolveTarget } from './middleware/resolve-target.js';
import { validateInput } from './middleware/validate-input.js';
import { validateOutput } from './middleware/validate-output.js';
import type { Operation } from './operation.js';
import type { OperationSettings } from './operation-settings.js';
import type { Logger } from './platform/logger.js';
import type { RevealRule } from './policy/reveal-rules.js';
import { nodeCrypto } from './platform/node-modules.js';
import { renderPlain } from './platform/render-plain.js';
import { reachOf, type Reach } from './limits/reach.js';

/** One call as an adapter makes it. */
export interface CallRequest {
  /** Its name; an unknown one is refused with the nearest. */
  readonly operation: string;
  /** Checked by the operation's schema; anything may be passed. */
  readonly input?: unknown;
  /** Whose active cluster is meant and who stands in the audit log. Default: one caller, `sdk`, for the whole program. */
  readonly caller?: Caller | undefined;
  /** Ends the call, and its requests to clusters, with CANCELLED or TIMEOUT. */
  readonly signal?: AbortSignal | undefined;
  /** Told how far a long operation is. */
  readonly onProgress?: ((update: Progress) => void) | undefined;
  /** Talks to the operation while it runs, where it can be talked to (`pods_exec`); secrets are not masked in what comes back. */
  readonly interactive?: Interactive | undefined;
  /** Default: whatever the fleet allows. */
  readonly limits?: CallLimits | undefined;
  /** Asks the person on whose behalf the call is made, where a rule says so. Without it such a call fails with CONFIRMATION_REQUIRED. */
  readonly confirm?: Confirmer | undefined;
  /** The one-time confirmation of CONFIRMATION_REQUIRED, to make the same call again. */
  readonly confirmation?: string | undefined;
  /** Default: a new one. Shown in results, errors, audit lines. */
  readonly requestId?: string | undefined;
}

export interface DispatcherOptions {
  readonly catalog: Catalog;
  readonly clusters: ClusterManager;
  readonly rules: AccessRules;
  readonly deadlines: Deadlines;
  readonly logger: Logger;
  readonly kept: KeptResources;
  readonly settings: OperationSettings;
  readonly ranchers: FleetContext['ranchers'];
  readonly sinks: readonly ((finished: OperationFinished) => void | Promise<void>)[];
  /** Absent where nothing is written down. */
  readonly audit?: { readonly begin?: StartSink | undefined } | undefined;
  readonly revealRules: readonly RevealRule[];
  readonly confirmations: Confirmations;
}

/** The caller of programs that name none. */
export const SDK_CALLER: Caller = { id: 'sdk', stateful: true };

const NO_LIMITS: CallLimits = {};

const NEVER = new AbortController().signal;
const NONE: ReadonlySet<string> = new Set();

/** The only way to run an operation. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #run: Next;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    const { clusters, rules, logger, catalog } = options;
    const reachOfCall = ({ limits, operation }: Call): Reach =>
      reachOf(clusters, { limits, operation, toolset: catalog.toolsetOf(operation.name) ?? '', logger });
    const handling: InvokeDependencies = {
      clusters,
      clustersOf: (call) => reachOfCall(call).clusters,
      rules,
      logger,
      keptBy: (caller) => options.kept.of(caller),
      settings: options.settings,
      ranchers: options.ranchers,
      operations: catalog,
      callOn: (call, ...rest) => this.#callOn(call, ...rest),
    };
    const work = compose([deadline(options.deadlines), validateOutput, redactOutput], invoke(handling));
    const questions = {
      callsOf: (call: Call) => plannedCalls(handling, call),
      operation: (name: string) => catalog.get(name),
    };
    this.#run = compose(
      [
        observe(options.sinks, { digests: options.audit !== undefined }),
        confineOperation(({ limits, operation }) => catalog.refusal(limits, operation)),
        validateInput,
        resolveTarget(reachOfCall),
        authorise(rules),
        permitReveal(options.revealRules),
        confirm({ confirmations: options.confirmations, tryOut: work, ...questions }),
        // Whatever may still refuse the call stands before: what is written down is begun.
        auditStart(options.audit?.begin),
      ],
      work,
    );
  }

  /**
   * Runs one operation.
   * @throws FleetError always, with the cluster it came from where one was involved.
   */
  call(request: CallRequest): Promise<CallResult> {
    return this.#call(request);
  }

  /** @param within the call that makes this one: whoever is asked was asked about that */
  async #call(request: CallRequest, within?: ConfirmedCalls): Promise<CallResult> {
    const { requestId = nodeCrypto().randomUUID(), caller = SDK_CALLER } = request;
    const limits = request.limits === undefined ? NO_LIMITS : request.limits;
    const operation = await this.#find(request.operation, limits, { requestId, caller });
    const call: Call = {
      operation,
      requestId,
      caller,
      limits,
      ...takeConfirmation(
        operation,
        request.input,
        request.confirmation,
        within === undefined && this.#options.confirmations.mayAsk(operation),
      ),
      confirm: request.confirm,
      interactive: request.interactive,
      within,
      signal: request.signal ?? NEVER,
      progress: request.onProgress ?? (() => undefined),
      notes: {},
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

  /** @throws FleetError OPERATION_UNKNOWN, OPERATION_NOT_ALLOWED, INPUT_INVALID for the limits; the observers are told, as of every refusal. */
  async #find(name: string, limits: CallLimits, by: Pick<Call, 'requestId' | 'caller'>): Promise<Operation> {
    try {
      checkLimits(limits);
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
    const within = call.confirmed ?? { operation: call.operation.name, bindings: NONE };
    return this.#call({ operation, input: { ...parameters, cluster }, caller, limits, signal, requestId }, within);
  }
}
