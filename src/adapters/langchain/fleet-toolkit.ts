import { BaseToolkit, type StructuredToolInterface } from '@langchain/core/tools';
import type { Caller, Fleet, Operation } from '../../index.js';
import { FleetTools } from '../agents/fleet-tools.js';
import type { FleetToolOptions } from '../agents/tool-options.js';
import { OperationTool } from './operation-tool.js';

/**
 * The operations of a fleet as LangChain tools. Options narrow which tools there are and what they may reach, and are held to at
 * every call. A tool never throws for a failure: the model reads it, `artifact.ok` is false and the message's status is `error`.
 * @example
 * const toolkit = new FleetToolkit(fleet, { access: 'read-only', clusters: 'env=prod' });
 * const agent = createAgent({ model, tools: toolkit.getTools() });
 */
export class FleetToolkit extends BaseToolkit {
  /** Whose active cluster the tools use. `fleet.forgetCaller(toolkit.caller)` forgets it. */
  readonly caller: Caller;
  readonly #tools: FleetTools;
  readonly #made = new WeakMap<Operation, OperationTool>();

  /** @throws FleetError INPUT_INVALID for options that cannot be used */
  constructor(fleet: Fleet, options: FleetToolOptions = {}) {
    super();
    this.#tools = new FleetTools(fleet, options);
    this.caller = this.#tools.caller;
  }

  /** The tools of this moment: dynamic operations come and go; the event `operations-changed` of the fleet says when. */
  override get tools(): StructuredToolInterface[] {
    return this.#tools.operations().map((operation) => this.#toolOf(operation));
  }

  #toolOf(operation: Operation): OperationTool {
    const tool = this.#made.get(operation) ?? new OperationTool(this.#tools, operation);
    this.#made.set(operation, tool);
    return tool;
  }
}
