import { FleetError, type CallResult } from '../../../index.js';
import type { Route } from '../route.js';

type Output = CallResult['output'];

/** How a path uses its operation: what it asks for, and which part of the answer it shows. */
export interface View {
  /** @throws FleetError INPUT_INVALID */
  readonly input: (given: unknown) => unknown;
  readonly output: (output: Output) => unknown;
  readonly text: (result: CallResult) => string;
  /** The cluster that the answer is about, by its own name, where the path names one. */
  readonly cluster: (output: Output) => string | undefined;
}

export function viewOf({ operation, place }: Route): View {
  if (place === undefined) {
    return { input: (given) => given, output: (output) => output, text: (result) => result.text(), cluster: () => undefined };
  }
  const { cluster, view } = place;
  if (view === 'status') {
    return {
      input: (given) => ({ ...noParameters(given), cluster }),
      output: (output) => output,
      text: (result) => result.text(),
      cluster: (output) => textIn(entryOf(output), 'cluster'),
    };
  }
  return {
    input: (given) => ({ ...noParameters(given), show_details: true, clusters: quoted(cluster) }),
    output: entryOf,
    text: ({ output }) => operation.render?.({ clusters: [entryOf(output)], total: 1, problems: [] }) ?? cluster,
    cluster: (output) => textIn(entryOf(output), 'name'),
  };
}

/** A selector that means one cluster by its name or alias, whatever signs are in it. */
function quoted(name: string): string {
  return `"${name.replaceAll(/["\\]/g, '\\$&')}"`;
}

function noParameters(given: unknown): object {
  const [first] = typeof given === 'object' && given !== null ? Object.keys(given) : [];
  if (first === undefined) return {};
  throw new FleetError(
    'INPUT_INVALID',
    `This path takes no parameters, but ${JSON.stringify(first.slice(0, 80))} was sent. Nothing was done.`,
  );
}

function entryOf({ clusters }: Output): unknown {
  const entries: readonly unknown[] = Array.isArray(clusters) ? clusters : [];
  return entries[0];
}

function textIn(entry: unknown, member: string): string | undefined {
  const found = typeof entry === 'object' && entry !== null ? Object.entries(entry).find(([name]) => name === member) : undefined;
  return typeof found?.[1] === 'string' ? found[1] : undefined;
}
