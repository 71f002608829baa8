import { FleetError, type CallResult, type Fleet } from '../../../index.js';
import { chooseCluster, clustersWithin } from '../access/allowed-clusters.js';
import { clustersFor, type Principal } from '../access/principal.js';
import { scopeInput } from '../access/scope-input.js';
import type { Route } from '../route.js';

type Input = Readonly<Record<string, unknown>>;

/** How a path uses its operation: what it asks for, and which part of the answer it shows. */
export interface View {
  /** The cluster that the path names, by its own name. */
  readonly cluster?: string;
  /** The input of the operation, narrowed to what the caller may see. Throws FleetError. */
  readonly input: (given: Input) => Promise<Input>;
  readonly output: (output: CallResult['output']) => unknown;
  readonly text: (result: CallResult) => string;
}

/** @throws FleetError CLUSTER_UNKNOWN, OPERATION_NOT_ALLOWED */
export async function viewOf(fleet: Fleet, { operation, place }: Route, principal: Principal): Promise<View> {
  if (place === undefined) {
    return {
      input: (given) => scopeInput(fleet, principal, operation, given),
      output: (output) => output,
      text: (result) => result.text(),
    };
  }
  const cluster = await namedCluster(fleet, place.cluster, principal, operation.name);
  if (place.view === 'status') {
    return {
      cluster,
      input: async (given) => ({ ...withoutParameters(given), cluster }),
      output: (output) => output,
      text: (result) => result.text(),
    };
  }
  return {
    cluster,
    input: async (given) => ({ ...withoutParameters(given), show_details: true, limit: 0 }),
    output: (output) => entryOf(output, cluster),
    text: (result) => operation.render?.({ clusters: [entryOf(result.output, cluster)], total: 1, problems: [] }) ?? cluster,
  };
}

async function namedCluster(fleet: Fleet, requested: string, principal: Principal, operation: string): Promise<string> {
  const selector = clustersFor(principal, operation, 'read');
  if (selector === undefined) return (await fleet.clusters.resolve(requested)).name;
  return chooseCluster(fleet, await clustersWithin(fleet, selector), { requested, principal, effect: 'read' });
}

function withoutParameters(given: Input): Input {
  const [first] = Object.keys(given);
  if (first === undefined) return given;
  throw new FleetError(
    'INPUT_INVALID',
    `This path takes no parameters, but ${JSON.stringify(first.slice(0, 80))} was sent. Nothing was done.`,
  );
}

function entryOf(output: CallResult['output'], cluster: string): unknown {
  const { clusters } = output;
  const found: unknown = Array.isArray(clusters)
    ? clusters.find((entry: { readonly name?: unknown }) => entry.name === cluster)
    : undefined;
  if (found !== undefined) return found;
  throw new FleetError('CLUSTER_UNKNOWN', `Cluster ${cluster} went away a moment ago.`, { cluster });
}
