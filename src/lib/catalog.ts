import { accessAllows, type AccessLevel } from './access-level.js';
import { limitRefusal, type CallLimits } from './limits/call-limits.js';
import { checkLimits } from './limits/check-limits.js';
import type { OperationLookup } from './context.js';
import { FleetError } from './errors.js';
import { TypedEmitter } from './typed-emitter.js';
import { revealField, type Operation, type OperationNeed, type Toolset } from './operation.js';
import { didYouMean, nearest } from './platform/nearest.js';

/** Which operations a catalog offers. Names that match nothing are an error, so that a misspelt deny list denies. */
export interface CatalogFilters {
  /** Toolset names, or `all`. Default: the toolsets marked as default. */
  readonly toolsets?: readonly string[] | undefined;
  /** Only these operations. */
  readonly allow?: readonly string[] | undefined;
  /** Never these operations. */
  readonly deny?: readonly string[] | undefined;
  /** Operations named by the rules that let secrets be seen. */
  readonly reveal?: readonly string[] | undefined;
  readonly access: AccessLevel;
  readonly available: readonly OperationNeed[];
}

/** Where an operation is that was taken out while it was looked up. No limit names it. */
const NO_TOOLSET = '';

/** What to do where a policy is not the reason. */
const HINTS: Readonly<Partial<Record<OperationNeed, string>>> = {
  nsk: 'It asks Rancher, and none is configured: add [nsk] or [rancher.NAME] to the configuration.',
};

interface CatalogEvents {
  changed: [{ added: string[]; removed: string[] }];
}

/** All operations of a fleet after its filters: static ones from toolsets, dynamic ones added and removed while running. */
export class Catalog implements OperationLookup {
  readonly events = new TypedEmitter<CatalogEvents>();
  readonly #filters: CatalogFilters;
  readonly #chosen: readonly string[];
  readonly #known = new Map<string, Operation>();
  readonly #toolsetOf = new Map<string, string>();
  /** Operations of toolsets that were not chosen, with their toolset. */
  readonly #switchedOff = new Map<string, string>();
  #offered = new Map<string, Operation>();

  /** @throws FleetError CONFIG_INVALID for unknown toolset or operation names in the filters. */
  constructor(toolsets: readonly Toolset[], filters: CatalogFilters) {
    this.#filters = filters;
    const chosen = chooseToolsets(toolsets, filters.toolsets);
    const every = new Set(toolsets.flatMap((toolset) => toolset.operations.map((operation) => operation.name)));
    this.#chosen = chosen.map(({ name }) => name);
    for (const toolset of chosen) for (const operation of toolset.operations) this.#remember(operation, toolset.name);
    for (const toolset of toolsets) {
      if (!chosen.includes(toolset)) for (const { name } of toolset.operations) this.#switchedOff.set(name, toolset.name);
    }
    refuseUnknownNames('allow', filters.allow ?? [], every);
    refuseUnknownNames('deny', filters.deny ?? [], every);
    // Whether an operation can reveal stands in its schema, and making every schema costs more than all the rest of a start.
    if (filters.reveal !== undefined && filters.reveal.length > 0) {
      const revealing = toolsets.flatMap(({ operations }) => operations.filter(({ input }) => input.shape['reveal'] === revealField()));
      refuseUnknownNames('reveal', filters.reveal, new Set(revealing.map(({ name }) => name)));
    }
    this.#offered = this.#filtered();
  }

  /**
   * What is offered now, in the order of names; with limits, what calls within them may use, on some cluster at least.
   * @throws FleetError INPUT_INVALID for limits that cannot be meant
   */
  list(limits: CallLimits = {}): readonly Operation[] {
    checkLimits(limits);
    return [...this.#offered.values()].filter((operation) => this.refusal(limits, operation) === undefined);
  }

  /** Why an operation is outside of limits, whatever its cluster; undefined when it is within. */
  refusal(limits: CallLimits, operation: Operation): FleetError | undefined {
    return limitRefusal(limits, operation, this.toolsetOf(operation.name) ?? NO_TOOLSET);
  }

  get(name: string): Operation {
    const operation = this.#offered.get(name);
    if (operation !== undefined) return operation;
    if (this.#known.has(name)) {
      const { rule, hint } = this.#whyNot(name) ?? { rule: 'unknown' };
      throw new FleetError('OPERATION_NOT_ALLOWED', `Operation ${name} is switched off here (${rule}).`, { hint, details: { rule } });
    }
    const toolset = this.#switchedOff.get(name);
    if (toolset !== undefined) throw notSwitchedOn(name, toolset);
    const valid = [...this.#offered.keys()];
    throw new FleetError('OPERATION_UNKNOWN', `There is no operation ${JSON.stringify(name.slice(0, 80))}.${didYouMean(name, valid)}`, {
      details: { nearest: nearest(name, valid), valid },
    });
  }

  /** Names of the toolsets that are switched on, also of those whose operations are all filtered out. */
  toolsets(): readonly string[] {
    return [...new Set([...this.#chosen, ...this.#toolsetOf.values()])];
  }

  /** The toolset an operation belongs to. */
  toolsetOf(name: string): string | undefined {
    return this.#toolsetOf.get(name);
  }

  /** Replaces the dynamic operations of one toolset: all or none, then says what changed. */
  replaceDynamic(toolset: string, operations: readonly Operation[]): void {
    for (const operation of operations) {
      const owner = this.#toolsetOf.get(operation.name);
      if (owner !== undefined && owner !== toolset) {
        throw new FleetError('INTERNAL', `Operation ${operation.name} exists in toolset ${owner} already.`);
      }
    }
    for (const [name, owner] of this.#toolsetOf) {
      if (owner === toolset) {
        this.#known.delete(name);
        this.#toolsetOf.delete(name);
      }
    }
    for (const operation of operations) this.#remember(operation, toolset);
    const before = this.#offered;
    this.#offered = this.#filtered();
    const added = [...this.#offered.keys()].filter((name) => before.get(name) !== this.#offered.get(name));
    const removed = [...before.keys()].filter((name) => !this.#offered.has(name));
    if (added.length > 0 || removed.length > 0) this.events.emit('changed', { added, removed });
  }

  #remember(operation: Operation, toolset: string): void {
    if (this.#known.has(operation.name)) throw new FleetError('INTERNAL', `Operation ${operation.name} is defined twice.`);
    this.#known.set(operation.name, operation);
    this.#toolsetOf.set(operation.name, toolset);
  }

  #filtered(): Map<string, Operation> {
    const offered = [...this.#known.values()].filter((operation) => this.#whyNot(operation.name) === undefined);
    return new Map(offered.sort((a, b) => (a.name < b.name ? -1 : 1)).map((operation) => [operation.name, operation]));
  }

  /** The rule that keeps it from being offered; with a hint where that is no policy. */
  #whyNot(name: string): { readonly rule: string; readonly hint?: string | undefined } | undefined {
    const operation = this.#known.get(name);
    if (operation === undefined) return { rule: 'unknown' };
    const { access, allow, deny, available } = this.#filters;
    if (!accessAllows(access, operation.effect)) return { rule: `access level ${access}` };
    if (deny?.includes(name) === true) return { rule: 'deny list' };
    if (allow !== undefined && allow.length > 0 && !allow.includes(name)) return { rule: 'not on the allow list' };
    const missing = operation.needs?.filter((need) => !available.includes(need)) ?? [];
    const [first] = missing;
    return first === undefined ? undefined : { rule: `needs ${missing.join(', ')}`, hint: HINTS[first] };
  }
}

function notSwitchedOn(name: string, toolset: string): FleetError {
  return new FleetError('OPERATION_UNKNOWN', `Operation ${name} is of the toolset ${toolset}, which is not switched on here.`, {
    hint: `Add ${toolset} to toolsets (--toolsets, or the key of the configuration file) and start again.`,
    details: { toolset },
  });
}

function chooseToolsets(toolsets: readonly Toolset[], wanted: readonly string[] | undefined): readonly Toolset[] {
  if (wanted === undefined || wanted.length === 0) return toolsets.filter((toolset) => toolset.default);
  refuseUnknownNames('toolsets', wanted, new Set(['all', ...toolsets.map((toolset) => toolset.name)]));
  return toolsets.filter((toolset) => wanted.includes('all') || wanted.includes(toolset.name));
}

function refuseUnknownNames(key: string, names: readonly string[], valid: ReadonlySet<string>): void {
  const unknown = names.filter((name) => !valid.has(name));
  if (unknown.length === 0) return;
  const problems = unknown.map((name) => {
    const suggestion = nearest(name, valid);
    return { key, message: `unknown name ${JSON.stringify(name)}`, ...(suggestion === undefined ? {} : { suggestion }) };
  });
  throw new FleetError(
    'CONFIG_INVALID',
    `${key}: unknown ${unknown.map((name) => JSON.stringify(name)).join(', ')}. Valid: ${[...valid].join(', ')}.`,
    {
      details: { problems },
    },
  );
}
