import {
  createFleet,
  operationInput,
  TOOLSETS,
  type CallResult,
  type Fleet,
  type FleetConfigInput,
  type Operation,
} from '../../../src/index.js';
import { FleetError } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { smallestInput, takes } from '../../contract/catalog/smallest-input.js';
import { sharedFleet } from '../../support/fleet.js';
import { ownToolset } from '../../support/own-operations.js';

/** Every operation there is, also those that are added after this was written. What runs `helm` has tests of its own. */
export const OPERATIONS = TOOLSETS.flatMap(({ operations }): readonly Operation[] => operations).filter(
  ({ name, needs = [] }) => needs.length === 0 && !name.startsWith('helm_'),
);

export const NAMED = OPERATIONS.map((operation) => [operation.name, operation] as const);

/** Both releases, and a fleet of all toolsets on them. */
export interface Site extends AsyncDisposable {
  readonly local: LocalFleet;
  readonly fleet: Fleet;
  open(config?: FleetConfigInput): Fleet;
  /** Requests that reached a cluster so far. */
  requests(): number;
}

export async function openSite(own: readonly Operation[] = []): Promise<Site> {
  const local = await sharedFleet();
  const opened: Fleet[] = [];
  const open = (config: FleetConfigInput = {}): Fleet => {
    const settings = { kubeconfigDir: local.kubeconfigDirectory, toolsets: ['all'], ...config };
    const fleet = createFleet(settings, { toolsets: [ownToolset(own)] });
    opened.push(fleet);
    return fleet;
  };
  const fleet = open();
  await fleet.clusters.start();
  return {
    local,
    fleet,
    open,
    requests: () => local.clusters.reduce((sum, { faults }) => sum + faults.counters().roundTrips + faults.counters().connections, 0),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(opened.map((each) => each.close()));
      await local.close();
    },
  };
}

/** How a call ended, and everything of it that its caller can read. */
export interface Ending {
  readonly code: string;
  readonly shown: string;
  readonly result: CallResult | undefined;
}

export async function ending(fleet: Fleet, operation: string, input: unknown): Promise<Ending> {
  try {
    const result = await fleet.call({ operation, input, signal: AbortSignal.timeout(20_000) });
    return { code: 'ok', shown: `${JSON.stringify(result.output)}\n${result.text()}`, result };
  } catch (thrown) {
    if (!FleetError.isInstance(thrown)) throw thrown;
    return { code: thrown.code, shown: JSON.stringify(thrown), result: undefined };
  }
}

/**
 * The smallest input of an operation once for each place where a string may stand, with `hostile` there: a parameter, an item of a
 * list, a value or a key of an object. What could change a cluster is a dry run where there is one.
 */
export function inputsWith(
  operation: Operation,
  cluster: string,
  hostile: string,
): readonly (readonly [string, Record<string, unknown>])[] {
  const base = { ...smallestInput(operation, cluster), ...(takes(operation, 'dry_run', true) ? { dry_run: true } : {}) };
  const shapes: readonly unknown[] = [hostile, [hostile], { main: hostile }, { [hostile]: 'x' }, [{ name: hostile }]];
  return Object.keys(operationInput(operation).shape).flatMap((parameter) => {
    const taken = shapes.filter((value) => takes(operation, parameter, value));
    return (taken.length === 0 ? [hostile] : taken).map((value) => [parameter, { ...base, [parameter]: value }] as const);
  });
}
