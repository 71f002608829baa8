import type { Call } from '../call.js';
import { operationInput } from '../operation-schema.js';
import type { Operation, PlannedCalls } from '../operation.js';
import { isRecord, withoutKeys } from '../platform/plain-records.js';
import { bindingOf } from './binding.js';
import type { PlannedRun } from './plan.js';
import type { ConfirmationRules } from './rules.js';
import { touchedBy } from './touched.js';

/** A call that must be confirmed, and what that covers. */
export interface Question {
  /** The place of the rule that asks. */
  readonly rule: number;
  readonly binding: string;
  /** The calls that it makes in turn. */
  readonly runs: readonly PlannedRun[];
  readonly bindings: ReadonlySet<string>;
  readonly objects: readonly string[];
}

/** How the calls of an operation are found, and operations by their names. */
export interface QuestionSources {
  readonly callsOf: (call: Call) => Promise<readonly PlannedCalls[]>;
  readonly operation: (name: string) => Operation;
}

/** What is to be asked about a call whose input was checked and whose cluster is resolved; undefined when nothing is. */
export async function questionOf(rules: ConfirmationRules, call: Call, sources: QuestionSources): Promise<Question | undefined> {
  const { operation, target } = call;
  const input = inputToAgreeTo(call);
  if (isDryRun(operation, input) || !rules.mayAsk(operation)) return undefined;
  const touched = await touchedBy(operation, input);
  const planned = await Promise.all((await sources.callsOf(call)).map((each) => askedOf(rules, each, sources)));
  const rule = (await rules.asking({ operation, cluster: target, touched })) ?? planned.find((each) => each.rule !== undefined)?.rule;
  if (rule === undefined) return undefined;
  const bindings = planned.flatMap((each) => each.bindings);
  return {
    rule,
    binding: bindingOf({ operation: operation.name, input, cluster: target?.name, calls: bindings }),
    runs: planned.map(({ run }) => run),
    bindings: new Set(bindings),
    objects: touched.flatMap(({ object }) => object ?? []),
  };
}

/** What a person agrees to: the input, and that its caller will talk to what it runs. */
export function inputToAgreeTo({ input, interactive }: Call): Readonly<Record<string, unknown>> {
  return { ...(isRecord(input) ? input : {}), ...(interactive === undefined ? {} : { interactive: true }) };
}

/** A dry run changes nothing that anyone would have to agree to. */
function isDryRun(operation: Operation, input: Readonly<Record<string, unknown>>): boolean {
  return operation.effect !== 'read' && input['dry_run'] === true;
}

interface AskedRun {
  readonly run: PlannedRun;
  readonly rule: number | undefined;
  readonly bindings: readonly string[];
}

async function askedOf(rules: ConfirmationRules, planned: PlannedCalls, sources: QuestionSources): Promise<AskedRun> {
  const operation = sources.operation(planned.operation);
  const run = { operation: operation.name, effect: operation.effect, clusters: planned.clusters.map(({ name }) => name) };
  const parsed = operationInput(operation).safeParse(planned.parameters);
  // What does not fit is refused on every cluster, before anything is done.
  if (!parsed.success) return { run, rule: undefined, bindings: [] };
  const input = withoutKeys(parsed.data, ['cluster']);
  const touched = await touchedBy(operation, input);
  const asking = isDryRun(operation, input)
    ? []
    : await Promise.all(planned.clusters.map((cluster) => rules.asking({ operation, cluster, touched })));
  const bindings = run.clusters.map((cluster) => bindingOf({ operation: operation.name, input, cluster }));
  return { run, rule: asking.find((rule) => rule !== undefined), bindings };
}
