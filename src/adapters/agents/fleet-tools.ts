import { randomUUID } from 'node:crypto';
import {
  FleetError,
  toFleetError,
  type Caller,
  type CallLimits,
  type CallRequest,
  type Confirmer,
  type Fleet,
  type Operation,
} from '../../index.js';
import { failedAnswer, type ToolAnswer } from './tool-answer.js';
import { checkToolOptions, type FleetToolOptions } from './tool-options.js';

/** What may accompany one tool call. */
export type ToolCallOptions = Pick<CallRequest, 'signal' | 'onProgress'>;

/** The operations of a fleet as tools of one agent: what every agent framework needs, in no framework's words. */
export class FleetTools {
  readonly caller: Caller;
  readonly #fleet: Fleet;
  readonly #limits: CallLimits;
  readonly #confirm: Confirmer | undefined;

  /** @throws FleetError INPUT_INVALID for options that cannot be used */
  constructor(fleet: Fleet, options: FleetToolOptions = {}) {
    checkToolOptions(options, fleet);
    const { caller, confirm, ...limits } = options;
    this.#fleet = fleet;
    this.#limits = limits;
    this.#confirm = confirm;
    this.caller = caller ?? { id: `agent:${randomUUID()}`, stateful: true };
  }

  /** What is offered now: dynamic operations come and go. */
  operations(): readonly Operation[] {
    return this.#fleet.operations.list(this.#limits);
  }

  /** Whether calls of it take `confirmation`: where nobody is asked by the program itself. */
  takesConfirmation(operation: Operation): boolean {
    return this.#confirm === undefined && this.#fleet.mayAsk(operation);
  }

  toolsetOf({ name }: Operation): string {
    return this.#fleet.operations.toolsetOf(name) ?? 'none';
  }

  /**
   * Runs one operation. Failures are answers too: this never throws.
   * @param input an object, or the JSON text of one, as some model APIs give arguments
   */
  async call(name: string, input: unknown, { signal, onProgress }: ToolCallOptions = {}): Promise<ToolAnswer> {
    const requestId = randomUUID();
    try {
      const result = await this.#fleet.call({
        operation: name,
        input: typeof input === 'string' ? parsed(name, input) : (input ?? {}),
        caller: this.caller,
        limits: this.#limits,
        signal,
        requestId,
        onProgress,
        confirm: this.#confirm,
      });
      const { cluster, output } = result;
      return {
        text: result.text(),
        artifact: { ok: true, operation: name, requestId, ...(cluster === undefined ? {} : { cluster }), output },
      };
    } catch (thrown) {
      return failedAnswer(name, toFleetError(thrown), requestId);
    }
  }
}

function parsed(operation: string, text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FleetError('INPUT_INVALID', `${operation}: the arguments are not valid JSON. Nothing was done.`, { cause });
  }
}
