import { z } from 'zod';
import type { ClusterContext, FleetContext } from './context.js';
import { once } from './platform/deferred.js';

/** What an operation touches: one cluster, several clusters, or only this process. */
export type OperationScope = 'cluster' | 'fleet' | 'local';

/** What an operation does to the world. Access levels are checked against it. */
export type OperationEffect = 'read' | 'write' | 'destructive';

/**
 * The parameter by which an operation shows secrets unmasked. Declared as `reveal: revealField`, it is honoured where the
 * configuration (`[[reveal]]`) permits it, refused elsewhere, and marked in the audit log. A handler that masks by itself looks at it:
 * where it is true, it is permitted.
 */
export const revealField = once(() => z.boolean().optional().describe('Unmask secrets; needs permission, is audited'));

/** A part of the fleet that must be configured before an operation is offered. */
export type OperationNeed = 'nsk' | 'rancher' | 'teleport' | 'plugins';

/** The context a handler gets: operations on one cluster get its session, the others get the fleet. */
export type ContextFor<Scope extends OperationScope> = Scope extends 'cluster' ? ClusterContext : FleetContext;

/**
 * One thing that can be done: one object in one file. MCP tool, terminal command, typed call, JSON Schema, documentation and
 * snapshot all derive from it. `cluster` is added to the input of cluster-scoped operations; do not declare it.
 */
export interface Operation<
  Name extends string = string,
  Scope extends OperationScope = OperationScope,
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
> {
  /** `noun_verb`, 64 characters of [a-z0-9_] at most. */
  readonly name: Name;
  readonly title: string;
  /** When to use it, for a model and for a person. Field meanings belong to the fields. */
  readonly description: string;
  readonly scope: Scope;
  readonly effect: OperationEffect;
  /** Calling twice with the same input changes nothing more than calling once. */
  readonly idempotent: boolean;
  /** Not offered unless all of these are configured. */
  readonly needs?: readonly OperationNeed[];
  /** May take longer than one request: the deadline is the fleet's long one. */
  readonly long?: boolean;
  /** Its caller may talk to it while it runs (`context.interactive`); calls of others that want to are refused. */
  readonly interactive?: boolean;
  /** A closed object: unknown keys are refused. */
  readonly input: Input;
  /** Every answer is held to it: what does not fit is a defect, never passed on. */
  readonly output: Output;
  /**
   * Does it. Gets a context of its scope and the checked input; every remote call takes `context.signal`.
   * @throws FleetError; anything else is reported as INTERNAL.
   */
  handler(context: ContextFor<Scope>, input: z.output<Input>): Promise<z.input<Output>>;
  /**
   * The calls that it will make through `context.call`, told before it runs, so that a person is asked once for all of them. A call
   * that must be confirmed and was not told here is refused.
   * @throws FleetError as the handler would
   */
  calls?(context: FleetContext, input: z.output<Input>): Promise<readonly PlannedCalls[]>;
  /** The text a person or a model reads. Default: compact YAML-like lines of the output. */
  render?(output: z.output<Output>): string;
}

/** One operation that another one will run on several clusters. */
export interface PlannedCalls {
  readonly operation: string;
  /** Its input without `cluster`. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly clusters: readonly { readonly name: string; readonly environment: string }[];
}

/**
 * Types an operation from its literal, and returns it unchanged. Checks nothing at run time.
 * @example
 * const nodesCount = defineOperation({
 *   name: 'nodes_count', title: 'Count nodes', description: 'How many nodes a cluster has.',
 *   scope: 'cluster', effect: 'read', idempotent: true,
 *   input: z.object({}), output: z.object({ nodes: z.int() }),
 *   handler: async ({ cluster, signal }) => ({ nodes: (await cluster.list({ apiVersion: 'v1', kind: 'Node' }, { signal })).rows.length }),
 * });
 */
export function defineOperation<
  const Name extends string,
  Scope extends OperationScope,
  Input extends z.ZodObject,
  Output extends z.ZodObject,
>(operation: Operation<Name, Scope, Input, Output>): Operation<Name, Scope, Input, Output> {
  return operation;
}

/** A folder of operations that are switched on and off together. */
export interface Toolset {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Offered unless `toolsets` in the configuration says otherwise. */
  readonly default: boolean;
  readonly operations: readonly Operation[];
}
